"""A script that measures ends with one line where it could not."""

import platform
import subprocess

import numpy as np
import pytest

from eval.measurement import ended, versions


@pytest.mark.parametrize(
    "error", [OSError("no such file"), ValueError("no such file"), subprocess.CalledProcessError(2, "pip")]
)  # fmt: skip
def test_what_could_not_be_measured_is_one_line(
    error: Exception, capsys: pytest.CaptureFixture[str]
) -> None:
    def measure() -> None:
        raise error

    assert ended("eval.market", measure) == 1
    assert capsys.readouterr().err == f"python -m eval.market: {error}\n"


def test_a_mistake_of_ours_is_not_hidden() -> None:
    def measure() -> None:
        raise KeyError("figure")

    with pytest.raises(KeyError):
        ended("eval.market", measure)


def test_what_ran_says_nothing_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("eval.market", lambda: None) == 0
    assert capsys.readouterr() == ("", "")


def test_versions_are_those_installed() -> None:
    assert versions(["numpy"]) == f"Python {platform.python_version()}, numpy {np.__version__}"
