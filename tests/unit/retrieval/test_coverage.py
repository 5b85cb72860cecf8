"""How much of a question a passage says, in whichever language."""

from haat.language.detect import Identifier
from retrieval.coverage import coverage, senses
from retrieval.glossary import glossary
from retrieval.question import Question, read_question
from retrieval.shelf import Payload
from retrieval.tokens import ideas

NOBODY = Identifier({}, {})


def asked(text: str) -> Question:
    return read_question(text, NOBODY)


def passage(title: str, text: str) -> Payload:
    told = sorted(ideas(glossary().about(f"{title}\n{text}")))
    return {"title": title, "section": "", "text": text, "ideas": told}


WITHDRAWN = passage("Consent", "She may withdraw her consent at any time.")
NOMINEE = passage("Nomination", "She may nominate any other individual.")
OTHERS = [passage("Fees", f"A fee of Rs {n} is paid.") for n in range(8)]


def test_an_english_passage_says_a_hindi_question() -> None:
    one, other = coverage(asked("अपनी सहमति वापस लेना है"), [WITHDRAWN, NOMINEE, *OTHERS], 2)
    assert one.said > other.said
    assert one.near > other.near
    assert one.over > 0 == other.over


def test_only_the_first_are_looked_at() -> None:
    assert len(coverage(asked("withdraw consent"), [WITHDRAWN, *OTHERS], 3)) == 3


def test_a_rare_word_counts_more_than_a_usual_one() -> None:
    rare, usual = coverage(asked("withdraw a fee"), [WITHDRAWN, *OTHERS], 2)
    assert rare.said > usual.said


def test_a_word_spelt_freely_is_said() -> None:
    separate = passage("Bills", "A separate invoice is made.")
    one, other = coverage(asked("seperate"), [separate, *OTHERS], 2)
    assert (one.said, other.said) == (1.0, 0.0)


def test_what_means_nothing_is_not_asked() -> None:
    assert senses(asked("है क्या 500")) == ()
    assert coverage(asked("है क्या"), [WITHDRAWN], 1)[0].said == 0.0
