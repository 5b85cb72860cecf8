"""`haat eval` on a handful of dialogues: it runs, measures, reports and gates."""

from pathlib import Path

import pytest

from eval.dialogues.__main__ import main

# The wrong expectation of "hi" is meant: the run must notice it.
MESSAGES = """
language = "en"
script = "Latn"
messages = [
  { text = "What is the price of onion in Nashik?", calls = [{ market_price = { commodity = "onion", place = "Nashik, Maharashtra" } }] },
  { text = "How much did we sell yesterday?", calls = [{ query_kpi = { metric = "revenue", period = "yesterday" } }] },
  { text = "hello", calls = [{ query_kpi = { metric = "margin" } }] },
]
"""
CONVERSATION = """
language = "en"
script = "Latn"
turns = [
  { text = "how much sugar is left", calls = [{ query_kpi = { metric = "stock_on_hand", product = "sugar" } }] },
  { text = "sold 2 kg sugar at 46", calls = [{ record_entry = { kind = "sale", product = "sugar", quantity = 2, unit = "kg", price = 46 } }] },
  { text = "yes", calls = [{ record_entry = { kind = "sale", product = "sugar", quantity = 2, unit = "kg", price = 46 } }], status = "ok" },
  { text = "how much sugar is left", calls = [{ query_kpi = { metric = "stock_on_hand", product = "sugar" } }], value = { turn = 1, plus = -2 } },
  { text = "onion price in Aurangabad", needs = ["choice", "place"] },
  { choose = "Bihar", calls = [{ market_price = { commodity = "onion", place = "Aurangabad, Bihar" } }] },
]
"""


@pytest.fixture
def handful(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with three messages and a conversation; data go beside it."""
    monkeypatch.setenv("HAAT_DATA_DIR", str(tmp_path / "data"))
    folder = tmp_path / "set"
    folder.mkdir()
    (folder / "en.toml").write_text(MESSAGES, encoding="utf-8")
    (folder / "sugar.toml").write_text(CONVERSATION, encoding="utf-8")
    return folder


def test_a_handful_is_run_measured_and_reported(
    handful: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "report"
    words = ["--set", str(handful), "--report", str(report)]
    assert main([*words, "--gate", "language=100", "grounded=100", "all=80"]) == 0
    page = (report / "dialogues.md").read_text(encoding="utf-8")
    assert "| en | 3 | 66.7% | 66.7% | 100.0% |" in page
    assert "| conversations | 6 | 100.0% | 100.0% |" in page
    assert "**en 3** (tool, exact): hello" in page
    assert page.count("- expected:") == 1
    assert (report / "dialogues.png").read_bytes().startswith(b"\x89PNG")
    assert page.splitlines()[4] in capsys.readouterr().out
    assert not (tmp_path / "data").exists()


def test_a_gate_that_is_not_reached_fails(
    handful: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (handful / "sugar.toml").unlink()
    assert main(["--set", str(handful), "--gate", "tool=90"]) == 1
    assert "gate: tool 66.7% < 90%" in capsys.readouterr().err
    assert (tmp_path / "data" / "eval" / "dialogues.md").exists()


def test_what_cannot_run_says_why(
    handful: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--set", str(handful), "--model"]) == 1
    assert "HAAT_MODEL__NAME" in capsys.readouterr().err
    assert main(["--set", str(tmp_path / "nothing")]) == 1
    assert "no dialogues" in capsys.readouterr().err


@pytest.mark.parametrize("gate", ["speed=3", "tool=much"])
def test_a_gate_that_means_nothing_is_wrong_usage(gate: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--gate", gate])
    assert ended.value.code == 2
