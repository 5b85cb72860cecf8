"""Goods and units are known by the names that files use."""

import pytest

from haat.store.ingestion.words import load_words


@pytest.mark.parametrize(
    ("name", "concept"),
    [
        ("onion", "onion"),
        ("Onion", "onion"),
        ("प्याज", "onion"),
        ("Masoor Dal", "masoor_dal"),
        ("wheat_flour", "wheat_flour"),
        ("Potato (Local)", "potato"),
        ("gold", None),
        ("", None),
    ],
)
def test_concepts(name: str, concept: str | None) -> None:
    assert load_words().concept(name) == concept


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("kg", "kg"),
        ("KGS", "kg"),
        ("Pcs", "piece"),
        ("बोरी", "bag"),
        ("bori", "bag"),
        ("ell", None),
    ],
)
def test_units(name: str, unit: str | None) -> None:
    assert load_words().unit(name) == unit


@pytest.mark.parametrize(
    ("sku_id", "unit"), [("onion", "kg"), ("mustard_oil", "l"), ("soap.lux_100g", "piece")]
)
def test_units_of_bare_products(sku_id: str, unit: str) -> None:
    assert load_words().loose_unit(sku_id) == unit
