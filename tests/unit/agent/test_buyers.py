"""A buyer's name is heard in any script, and written as the list writes it."""

import pytest

from agent.buyers import names_of
from haat.language.tokens import tokenise

NAMES = names_of(
    [
        ("B1", "Lakshmi Wholesale, Gaya (demo 1)"),
        ("B2", "Sona Hostel Mess, Patna (demo 2)"),
        ("B3", "Sona Hostel Mess, Ranchi (demo 3)"),
    ],
    lambda _: False,
)


@pytest.mark.parametrize(
    ("said", "ids"),
    [
        ("lakshmi wholesale gaya ko bolo", ("B1",)),
        ("लक्ष्मी होलसेल गया को बोलो", ("B1",)),
        ("सोना हॉस्टल मेस रांची को बोलो", ("B3",)),
        ("sona hostel mess ko msg karo", ("B2", "B3")),
        ("sona ko bolo", ()),
    ],
)
def test_a_name_is_heard_in_any_script(said: str, ids: tuple[str, ...]) -> None:
    found = NAMES.find(tokenise(said))
    assert tuple(i for m in found for i in m.ids) == ids


def test_a_name_of_several_is_written_as_the_list_writes_it() -> None:
    (mention,) = NAMES.find(tokenise("सोना हॉस्टल मेस को बोलो"))
    assert NAMES.written(mention) == "sona hostel mess"
