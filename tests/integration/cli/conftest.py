"""What the tests of the command line stand on."""

from pathlib import Path

import pytest

from tests.integration.cli.line import Line


@pytest.fixture
def line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Line:
    """A command line with nothing in its data folder."""
    return Line(tmp_path / "var", monkeypatch, capsys)
