"""The count of alerts in the demo shops: each reason and shop has its line and column."""

import pytest

from eval.alarms import main


def test_the_demo_shops_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    """Near the beginning of the demo's chain, where a load is quick."""
    assert main(["--until", "2015-04-10", "--weeks", "1"]) == 0
    head, columns, *lines = capsys.readouterr().out.splitlines()
    assert head.startswith("until 2015-04-10, 1 weeks")
    shops = {"demo-nashik", "demo-patna", "demo-shg", "demo2-chennai"}
    assert set(columns.split()) == {"reason", "severity", *shops}
    told = [line.split() for line in lines]
    assert told[-1][0] == "all"
    totals = [sum(float(line[2 + n]) for line in told[:-1]) for n in range(4)]
    assert totals == pytest.approx([float(total) for total in told[-1][1:]], abs=0.05)
    assert sum(totals) > 0
