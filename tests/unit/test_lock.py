"""The check that the lock is in step sees what is out of step."""

import runpy
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
script = runpy.run_path(str(ROOT / "scripts/lock_in_step.py"))
problems: Callable[..., list[str]] = script["problems"]
parted: Callable[[str, str], list[str]] = script["parted"]
EXTRAS: dict[str, str] = script["EXTRAS"]

PYPROJECT = """
[project]
dependencies = ["typer>=0.15"]
[project.optional-dependencies]
dev = ["pytest>=8"]
"""
LOCK = """\
pytest==8.3.1 \\
    --hash=sha256:00
typer==0.15.2 \\
    --hash=sha256:00
"""


def test_ours_is_in_step() -> None:
    texts = [
        (ROOT / name).read_text(encoding="utf-8")
        for name in ("pyproject.toml", "requirements.lock")
    ]
    assert problems(*texts) == []


@pytest.mark.parametrize("extra", EXTRAS)
def test_those_of_extras_are_in_step_and_replace_nothing(extra: str) -> None:
    pyproject, lock, added = (
        (ROOT / name).read_text(encoding="utf-8")
        for name in ("pyproject.toml", "requirements.lock", EXTRAS[extra])
    )
    assert problems(pyproject, added, extra) == []
    assert parted(lock, added) == []


def test_an_extra_that_would_replace_what_is_installed_is_named() -> None:
    added = LOCK.replace("0.15.2", "0.16")
    assert parted(LOCK, added) == ["typer is pinned to 0.16, and to 0.15.2 elsewhere"]


def test_a_lock_in_step_has_no_problem() -> None:
    assert problems(PYPROJECT, LOCK) == []


def test_a_dependency_that_is_not_pinned_is_named() -> None:
    assert problems(PYPROJECT.replace("typer", "click"), LOCK) == ["click>=0.15 is not in the lock"]


def test_a_pin_that_no_longer_fits_is_named() -> None:
    assert problems(PYPROJECT.replace("0.15", "0.16"), LOCK) == ["typer>=0.16 is pinned to 0.15.2"]


def test_a_pin_without_a_hash_is_named() -> None:
    assert problems(PYPROJECT, LOCK + "six==1.17.0\n") == ["six==1.17.0 has no hash in the lock"]


def test_an_address_is_refused() -> None:
    assert (
        "address" in problems(PYPROJECT, "--index-url https://example.org/simple \\\n" + LOCK)[-1]
    )


def test_the_gpu_companion_is_refused_unless_its_marker_keeps_it_out() -> None:
    entry = "nvidia-nccl-cu12==2.1{} \\\n    --hash=sha256:00\n"
    assert problems(PYPROJECT, LOCK + entry.format(" ; sys_platform == 'never'")) == []
    assert problems(PYPROJECT, LOCK + entry.format("")) == [
        "nvidia-nccl-cu12 is in the lock, and would be installed"
    ]
