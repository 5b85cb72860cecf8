"""`haat index` and `haat ask`: writings in, answers with their sources out, without a network."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from pytest_socket import disable_socket

from tests.integration.cli.line import Line

FEES = "# Food\n\n## Fee\nThe registration fee is Rs 100 for a year.\n\n## Mark\nA green circle in a square marks vegetarian food.\n"
HINDI = "# ताजमहल\n\nताजमहल के मुख्य वास्तुकार उस्ताद अहमद लाहौरी थे। यह 1632 में शुरू हुआ।\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "texts"
    (made / "deep").mkdir(parents=True)
    (made / "fees.md").write_text(FEES)
    (made / "deep" / "taj.txt").write_text(HINDI)
    return made


def answers(line: Line, folder: Path, *questions: str) -> list[dict[str, Any]]:
    asked, output = folder.parent / "q.jsonl", folder.parent / "out" / "a.jsonl"
    asked.write_bytes(
        b"\n".join(orjson.dumps({"id": n, "question": q}) for n, q in enumerate(questions))
    )
    code, _, err = line.run("ask", "--input", str(asked), "--output", str(output))
    assert code == 0, err
    return [orjson.loads(told) for told in output.read_bytes().splitlines()]


def test_questions_are_answered_with_sources_or_refused(line: Line, folder: Path) -> None:
    disable_socket()  # what every test here may reach of this machine is closed too
    code, out, err = line.run("index", str(folder))
    assert code == 0, err
    assert "2 files read anew with 3 passages" in out
    fee, taj, none = answers(
        line,
        folder,
        "what is the fee for food registration",
        "tajmahal ka mukhya vastukar kaun tha",
        "what is the penalty for late payment of electricity",
    )
    assert not fee["refused"]
    assert fee["answer"] == fee["citations"][0]["quote"]
    assert "Rs 100" in fee["answer"]
    assert fee["citations"][0]["source"] == "fees.md"
    assert fee["answer"] in fee["passages"][0]["text"]
    assert taj["passages"][0]["source"] == "deep/taj.txt"
    assert taj["language"] == "hi"
    assert none["refused"]
    assert none["citations"] == []
    scores = [found["score"] for found in fee["passages"]]
    assert scores == sorted(scores, reverse=True)


def test_only_what_changed_is_read_and_what_has_gone_is_removed(line: Line, folder: Path) -> None:
    line.run("index", str(folder))
    assert "0 files read anew with 0 passages, 2 unchanged" in line.run("index", str(folder))[1]
    (folder / "fees.md").write_text(FEES.replace("100", "200"))
    (folder / "deep" / "taj.txt").unlink()
    code, out, err = line.run("index", str(folder))
    assert code == 0
    assert "1 files read anew with 2 passages, 0 unchanged, 1 removed" in out
    assert "removed: deep/taj.txt" in err
    (fee,) = answers(line, folder, "what is the fee for food registration")
    assert "Rs 200" in fee["answer"]
    assert all("100" not in found["text"] for found in fee["passages"])


def test_refused_file_is_named_and_the_rest_is_indexed(line: Line, folder: Path) -> None:
    (folder / "bad.pdf").write_bytes(b"%PDF-1.4 broken")
    (folder / "notes.xyz").write_text("left out")
    code, out, err = line.run("index", str(folder))
    assert code == 1
    assert "refused: bad.pdf: is a broken PDF" in err
    assert "left out: notes.xyz" in err
    assert "1 refused" in out


def test_collections_are_apart(line: Line, folder: Path) -> None:
    line.run("index", str(folder), "--collection", "one")
    code, _, err = line.run("ask", "what is the fee", "--collection", "two")
    assert code == 1
    assert "holds nothing" in err


def test_what_cannot_be_used_is_one_clear_line(line: Line, folder: Path) -> None:
    line.run("index", str(folder))
    asked = folder.parent / "q.jsonl"
    asked.write_text('{"id": 1, "question": "fee?"}\n{"id": 2}\n')
    code, _, err = line.run(
        "ask", "--input", str(asked), "--output", str(folder.parent / "a.jsonl")
    )
    assert code == 1
    assert "line 2: needs `id` and `question`" in err
    assert not (folder.parent / "a.jsonl").exists()
    assert "is not there" in line.run("index", str(folder / "nothing"))[2]
    assert "letters, digits" in line.run("index", str(folder), "--collection", "../up")[2]
    assert "ask one question" in line.run("ask")[2]


def test_a_tenants_writings_are_hers_alone(line: Line, folder: Path) -> None:
    assert line.run("tenant", "create", "Asha", "--id", "asha")[0] == 0
    code, _, err = line.run("index", str(folder), "--tenant", "nobody")
    assert (code, "there is no tenant nobody" in err) == (1, True)
    assert line.run("index", str(folder), "--tenant", "asha")[0] == 0
    question = "what is the fee for food registration"
    assert "Rs 100" in line.run("ask", question, "--tenant", "asha")[1]
    assert "holds nothing" in line.run("ask", question)[2]
    assert "--tenant" in line.run("ask", question, "--collection", "tenant.asha")[2]
