"""The measure of the drift alarm is the same for a seed, and tells what it should on any."""

import re

import pytest

from eval.drift import main


def table(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["--runs", "1", *words]) == 0
    return capsys.readouterr().out


def test_a_seed_is_printed_and_gives_the_same_table(capsys: pytest.CaptureFixture[str]) -> None:
    once = table(capsys, "--seed", "3")
    assert once.startswith("seed 3, 1 shops a row")
    assert table(capsys, "--seed", "3") == once
    assert table(capsys, "--seed", "4") != once


def test_a_halved_demand_is_told_and_many_quiet_goods_are_not(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = dict(re.findall(r"^(.+ \(\d+\)) +([\d.]+)%", table(capsys), re.MULTILINE))
    assert float(told["all sell half (40)"]) == 100
    assert float(told["no drift, 40 products (40)"]) == 0
