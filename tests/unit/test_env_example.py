"""`.env.example` says what the settings class says."""

import os
import re
from pathlib import Path

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


def test_each_name_reaches_the_class(bare_environment: pytest.MonkeyPatch) -> None:
    for name in setting_names():
        value = "2026-01-31" if name == "HAAT_TODAY" else "47"
        bare_environment.setenv(name, value)
    values = Settings().model_dump()
    nested = [v for group in values.values() if isinstance(group, dict) for v in group.values()]
    plain = [v for v in values.values() if not isinstance(v, dict)]
    defaults = Settings.model_construct().model_dump()
    assert not [v for v in plain if v in defaults.values()]
    assert all(
        str(getattr(v, "get_secret_value", lambda v=v: v)()) in {"47", "47.0"} for v in nested
    )
