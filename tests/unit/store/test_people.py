"""A stranger costs as much as a wrong password."""

from argon2 import extract_parameters

from haat.store import people


def test_an_unknown_login_is_verified_with_the_same_effort() -> None:
    own = extract_parameters(people._HASHER.hash("x"))
    assert extract_parameters(people._NOBODY) == own


def test_the_stand_in_hash_can_be_verified() -> None:
    assert people._HASHER.check_needs_rehash(people._NOBODY) is False
