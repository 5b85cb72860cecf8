"""Folders on disk, the wheel's packages and the import contracts name the same rooms."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.unit.fixed_packages import FIXED

ROOT = Path(__file__).parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LINTER = PYPROJECT["tool"]["importlinter"]


def packages(folder: Path) -> set[str]:
    return {found.parent.name for found in folder.glob("*/__init__.py")}


def contract(name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(c for c in LINTER["contracts"] if c["name"].startswith(name))
    return found


def forbidden() -> list[dict[str, Any]]:
    return [c for c in LINTER["contracts"] if c["type"] == "forbidden"]


def members(layers: list[str]) -> set[str]:
    return {room.strip() for layer in layers for room in layer.split("|")}


ROOMS = packages(ROOT) - {"tests"}
INSIDE = packages(ROOT / "haat")


def test_the_wheel_holds_each_room() -> None:
    assert set(PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) == ROOMS


def test_the_import_direction_names_each_room() -> None:
    assert set(LINTER["root_packages"]) == ROOMS
    assert members(contract("Rooms")["layers"]) == ROOMS


def test_the_direction_inside_haat_names_each_of_its_rooms() -> None:
    assert members(contract("Inside haat")["layers"]) == INSIDE


def test_coverage_and_types_look_into_each_room() -> None:
    coded = {room for room in ROOMS if any((ROOT / room).rglob("*.py"))}
    assert coded - set(PYPROJECT["tool"]["coverage"]["run"]["source"]) <= {"prompts"}
    assert coded - set(PYPROJECT["tool"]["mypy"]["files"]) <= {"prompts"}


@pytest.mark.parametrize("rule", forbidden(), ids=lambda rule: rule["name"])
def test_who_may_not_know_a_service_is_said_of_rooms_that_exist(rule: dict[str, Any]) -> None:
    known = ROOMS | {f"haat.{room}" for room in INSIDE}
    assert set(rule["source_modules"]) <= known


def test_each_fixed_package_has_its_owner() -> None:
    owned = {module for rule in forbidden() for module in rule["forbidden_modules"]}
    assert owned >= set(FIXED.values())
