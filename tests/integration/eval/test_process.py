"""What a command costs is measured, and what went wrong is told."""

import sys
from pathlib import Path

import pytest

from eval.process import Failed, run


def test_the_work_of_a_child_is_counted(tmp_path: Path) -> None:
    busy = "import time\nwhile time.process_time() < 0.2: pass\nheld = bytearray(64_000_000)"
    cost = run([sys.executable, "-c", busy], tmp_path / "log", tmp_path)
    assert cost.cpu_seconds >= 0.2
    assert cost.peak_mb >= 61


def test_a_command_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(Failed, match="no such method") as failed:
        run(
            [sys.executable, "-c", "raise SystemExit('no such method')"], tmp_path / "log", tmp_path
        )
    assert failed.value.code == 1
