"""The documents name only what exists."""

import re
from pathlib import Path

import pytest

from app.cli import app
from haat.store.ingestion.kinds import KINDS
from tests.unit.setting_names import setting_names

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
IN_FENCE = re.compile(r"^(?: {4}|```).*$", flags=re.MULTILINE)


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_link_to_a_file_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", IN_FENCE.sub("", text(page)))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_setting_that_is_named_exists(page: Path) -> None:
    named = set(re.findall(r"\bHAAT_[A-Z_]+[A-Z]\b", text(page)))
    assert named <= set(setting_names())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_folder_and_file_that_is_named_exists(page: Path) -> None:
    named = re.findall(
        r"`((?:agent|app|channels|eval|haat|prompts|retrieval|scripts|tests|tools|docs)/[\w./-]*)`",
        text(page),
    )
    assert [name for name in named if not (ROOT / name).exists()] == []


def commands() -> set[str]:
    """The first words that `haat` takes."""
    named = {c.name or getattr(c.callback, "__name__", "") for c in app.registered_commands}
    return named | {group.name or "" for group in app.registered_groups}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_command_that_is_named_exists(page: Path) -> None:
    named = set(re.findall(r"(?:`|bin/)haat ([a-z-]+)", text(page)))
    assert named <= commands()


def test_the_page_on_running_names_each_setting() -> None:
    page = text(ROOT / "docs/running.md")
    assert [name for name in setting_names() if f"`{name}`" not in page] == []


def test_the_page_on_data_names_each_kind_with_its_columns() -> None:
    rows = re.findall(
        r"^\| `([\w-]+)` \| `([^`]+)`", text(ROOT / "docs/data.md"), flags=re.MULTILINE
    )
    written = {kind: columns.replace("?", "").split(", ") for kind, columns in rows}
    assert written == {kind.name: [column.name for column in kind.columns] for kind in KINDS}


def test_the_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(page.name[:4]) for page in PAGES if page.parent.name == "decisions"]
    assert numbers == list(range(1, len(numbers) + 1))
