"""`haat extract`: papers in, JSON out."""

import json
from pathlib import Path

import pytest

from tests.integration.cli.line import Line
from tests.integration.documents import papers


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "papers"
    found.mkdir()
    (found / "bill.pdf").write_bytes(papers.pdf(wrong="total too high"))
    (found / "photo.JPG").write_bytes(papers.photo())
    (found / "notes.txt").write_text("no paper")
    return found


def test_a_folder_is_read(line: Line, folder: Path, tmp_path: Path) -> None:
    code, said, progress = line.run(
        "extract", "--input", str(folder), "--output", str(tmp_path / "out")
    )
    assert (code, said) == (0, f"2 documents written to {tmp_path / 'out'}, 0 refused\n")
    assert "2 of 2 read" in progress
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["bill.json", "photo.json"]
    body = json.loads((tmp_path / "out" / "bill.json").read_text())
    assert set(body) == {"kind", "confidence", "fields", "lines", "boxes", "rules"}
    assert body["fields"]["number"] == papers.right_bill().number
    assert [r["id"] for r in body["rules"] if r["status"] == "fail"] == ["total"]


def test_one_file_is_read(line: Line, folder: Path, tmp_path: Path) -> None:
    code, _, _ = line.run("extract", "--input", str(folder / "bill.pdf"), "--output", str(tmp_path))
    assert code == 0
    assert (tmp_path / "bill.json").exists()


def test_what_is_refused_is_named_and_the_rest_is_read(
    line: Line, folder: Path, tmp_path: Path
) -> None:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 nonsense")
    (folder / "bill.png").write_bytes(papers.photo())
    code, said, told = line.run(
        "extract", "--input", str(folder), "--output", str(tmp_path / "out")
    )
    assert (code, said) == (1, f"2 documents written to {tmp_path / 'out'}, 2 refused\n")
    assert "broken.pdf: The PDF is broken" in told
    assert "bill.png: another file is called bill too" in told
    assert told.splitlines()[-1] == "haat: 2 of 4 files could not be read; they are named above"


def test_nothing_to_read_is_said(line: Line, tmp_path: Path) -> None:
    for given, why in ((tmp_path / "none", "no such file"), (tmp_path, "no PDF and no picture")):
        code, _, told = line.run(
            "extract", "--input", str(given), "--output", str(tmp_path / "out")
        )
        assert code == 1
        assert why in told
    assert not (tmp_path / "out").exists()
