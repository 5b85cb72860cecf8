"""The lexicon's concepts."""

from haat.language.concepts import concept_categories, concept_name, concept_names, concept_of


def test_concepts_have_a_category() -> None:
    assert concept_categories()["onion"] == "vegetable"


def test_names_in_any_script_mean_the_concept() -> None:
    for name in ("pyaz", "प्याज", "onion"):
        assert "onion" in concept_names()[name]


def test_concept_of_a_sku_is_what_it_begins_with() -> None:
    assert concept_of("wheat_flour.5kg") == concept_of("wheat_flour") == "wheat_flour"
    assert concept_name("wheat_flour") == "Wheat flour"
