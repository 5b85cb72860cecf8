"""The lexicon's concepts."""

import pytest

from haat.language.concepts import (
    GENERIC,
    SAME,
    concept_categories,
    concept_name,
    concept_names,
    concept_of,
    members,
)


def test_concepts_have_a_category() -> None:
    assert concept_categories()["onion"] == "vegetable"


def test_names_in_any_script_mean_the_concept() -> None:
    for name in ("pyaz", "प्याज", "onion"):
        assert "onion" in concept_names()[name]


def test_concept_of_a_sku_is_what_it_begins_with() -> None:
    assert concept_of("wheat_flour.5kg") == concept_of("wheat_flour") == "wheat_flour"
    assert concept_name("wheat_flour") == "Wheat flour"


@pytest.mark.parametrize("concept", ["onion", "mustard_oil", "moon_dust", "tea.250g"])
def test_most_concepts_stand_for_themselves(concept: str) -> None:
    assert members(concept) == (concept,)


@pytest.mark.parametrize("concept", GENERIC)
def test_a_generic_concept_stands_for_its_category(concept: str) -> None:
    of_its_kind = {
        c for c, category in concept_categories().items() if category == GENERIC[concept]
    }
    assert members(concept)[0] == concept
    assert set(members(concept)) == of_its_kind
    assert len(members(concept)) == len(of_its_kind) > 2


def test_goods_that_the_lexicon_has_twice_are_one() -> None:
    assert members("tea") == ("tea", "tea_leaves")
    assert members("tea_leaves") == ("tea_leaves", "tea")
    assert {*SAME, *GENERIC} <= set(concept_categories())
