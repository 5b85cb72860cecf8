"""The command line as the tests type it."""

import io
import sys
from pathlib import Path

import pytest

from app.cli import main


class Line:
    """One command line in a data folder of its own."""

    def __init__(
        self,
        folder: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setenv("HAAT_DATA_DIR", str(folder))
        self.folder = folder
        self._patch = monkeypatch
        self._output = capsys

    def run(self, *words: str, typed: str = "") -> tuple[int, str, str]:
        """Exit code, stdout, stderr."""
        self._patch.setattr(sys, "argv", ["haat", *words])
        self._patch.setattr(sys, "stdin", io.StringIO(typed))
        with pytest.raises(SystemExit) as ended:
            main()
        said = self._output.readouterr()
        code = ended.value.code
        return (code if isinstance(code, int) else 0), said.out, said.err
