"""`.env.example` says what the settings class says."""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from haat.core.settings import Settings
from tests.unit.setting_names import PREFIX, setting_names

EXAMPLE = Path(__file__).parents[2] / ".env.example"
LINE = re.compile(r"^(HAAT_\w+)=(\S*) # (\S.+)$")


def lines() -> list[re.Match[str]]:
    text = EXAMPLE.read_text(encoding="utf-8").splitlines()
    found = [LINE.match(line) for line in text if line and not line.startswith("#")]
    assert all(found), "each line is NAME=default # what it is for"
    return [match for match in found if match]


@pytest.fixture
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    return monkeypatch


def test_each_setting_has_its_one_line() -> None:
    assert sorted(match[1] for match in lines()) == sorted(setting_names())


def test_the_example_holds_the_defaults(bare_environment: pytest.MonkeyPatch) -> None:
    defaults = Settings()
    for match in lines():
        bare_environment.setenv(match[1], match[2].strip('"'))
    assert Settings() == defaults


OTHER = {  # values of settings that do not take any text
    "HAAT_TODAY": "2026-01-31",
    "HAAT_MESSAGING__RESEND": "none",
    "HAAT_FEEDS__URLS": '[{"kind": "buyers", "url": "https://feed.example/b.csv"}]',
}


def test_each_name_reaches_the_class(bare_environment: pytest.MonkeyPatch) -> None:
    defaults = dict(_leaves(Settings().model_dump()))
    for name in setting_names():
        bare_environment.setenv(name, OTHER.get(name, "47"))
    changed = dict(_leaves(Settings().model_dump()))
    assert changed.keys() == defaults.keys()
    assert [name for name in changed if changed[name] == defaults[name]] == []


def _leaves(values: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, object]]:
    for name, value in values.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{above}{name}.")
        else:
            yield above + name, value
