"""Names of goods: the lexicon's and a shop's own, in any spelling."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.language.lexicon import Ear, Mention, ShopProduct
from haat.language.tokens import tokenise
from tests.shipped import languages, vocabulary
from tests.unit.language.grammars import table, words

SHELF = (
    ShopProduct("onion.loose", "Onion", (), None, "kg"),
    ShopProduct("wheat_flour.loose", "Atta", (), None, "kg"),
    ShopProduct("wheat_flour.5kg", "Chakki Raja Atta 5 kg", ("चक्की राजा आटा",), "5 kg", "packet"),
    ShopProduct("wheat_flour.10kg", "Chakki Raja Atta 10 kg", (), "10 kg", "packet"),
    ShopProduct(
        "detergent.500g", "Nirmal washing powder 500 g", ("sarf", "सर्फ"), "500 g", "packet"
    ),
    ShopProduct(
        "pickle.mango_500g", "Mango pickle", ("aam ka achar", "आम का अचार"), "500 g", "piece"
    ),
    ShopProduct(
        "biscuit.100g", "Golu Glucose", ("golu", "गोलू", "5 rupaye wala"), "100 g", "packet"
    ),
    ShopProduct("papad.urad", "Urad papad", ("didi ka papad",), "200 g", "packet"),
    ShopProduct("papad.moong", "Moong papad", ("didi ka papad",), "200 g", "packet"),
    ShopProduct("shampoo_sachet.5ml", "Chamak", (), "5 ml", "piece"),
)
SHOP = vocabulary().with_products(SHELF)


def mentions(text: str) -> tuple[Mention, ...]:
    words = languages().hearing(("hi", "en"))
    return SHOP.find(tokenise(text), Ear(words.codes, words.plain_words, words.endings))


def named(text: str) -> list[str]:
    return ["|".join(m.ids) for m in mentions(text)]


@pytest.mark.parametrize(
    ("message", "goods"),
    table("""
        onion price                      | onion
        Onions                           | onion
        potatoes and tomatoes            | potato tomato
        pyaz                             | onion
        piyaaj ka rate                   | onion
        kanda                            | onion
        प्याज़ का भाव                      | onion
        टमाटरों का दाम                    | tomato
        aloo aur tamater                 | potato tomato
        sakkar                           | sugar
        kele                             | banana
        ande                             | egg
        मिर्च                             | green_chilli|red_chilli
        atta                             | wheat_flour
        aata                             | wheat_flour
        आटा                              | wheat_flour
        biscuit                          | biscuit
        achar                            | pickle
        aam                              | mango
    """),
)
def test_a_plain_word_means_the_concept(message: str, goods: str) -> None:
    assert named(message) == words(goods)


@pytest.mark.parametrize(
    ("message", "goods"),
    table("""
        golu                             | biscuit.100g
        गोलू कितने हैं                     | biscuit.100g
        Golu Glucose                     | biscuit.100g
        sarf                             | detergent.500g
        सर्फ                              | detergent.500g
        nirmal washing powder 500 g      | detergent.500g
        aam ka achar                     | pickle.mango_500g
        आम का अचार कितना बचा             | pickle.mango_500g
        चक्की राजा आटा                    | wheat_flour.5kg
        wheat_flour.5kg                  | wheat_flour.5kg
        onion.loose                      | onion.loose
        chamak                           | shampoo_sachet.5ml
    """),
)
def test_a_sku_is_found_by_its_name_alias_and_id(message: str, goods: str) -> None:
    assert named(message) == words(goods)


def test_every_sku_is_found_by_its_id() -> None:
    assert [p.sku_id for p in SHELF if named(p.sku_id) != [p.sku_id]] == []


def test_a_name_of_several_skus_of_a_concept_means_the_concept() -> None:
    assert named("didi ka papad") == ["papad"]


def test_an_alias_with_a_number_in_it_is_no_name() -> None:
    assert named("5 rupaye wala") == []


def test_a_concept_that_only_the_shop_has_is_called_by_its_id() -> None:
    assert named("shampoo sachet") == ["shampoo_sachet"]
    assert "shampoo_sachet" not in vocabulary().by_concept


def test_every_name_of_the_lexicon_is_found_and_means_its_concept() -> None:
    lost = [
        (name, concept)
        for (concept, language, _), name in vocabulary().labels.items()
        if [concept in m.ids for m in vocabulary().find(tokenise(name), Ear((language,)))] != [True]
    ]
    assert lost == []


def test_a_word_with_a_use_of_its_own_is_goods_only_where_it_is_spelt_so() -> None:
    assert named("kitna mangau") == []
    assert named("mango") == ["mango"]


def test_a_sound_is_less_than_a_spelling() -> None:
    assert [(m.exact, "hi" in m.languages) for m in mentions("pyaz sakkar")] == [
        (True, True),
        (False, False),
    ]


@pytest.mark.parametrize(
    ("word", "goods"),
    [("tomatto", "tomato"), ("potatoe", "potato"), ("pyajj", "onion"), ("bananna", "banana")],
)
def test_a_slip_is_forgiven_in_a_longer_word(word: str, goods: str) -> None:
    assert SHOP.near(word) == (goods,)


@pytest.mark.parametrize("word", ["xyzzy", "sugr", "oinon", ""])
def test_what_is_nearly_nothing_is_nothing(word: str) -> None:
    assert SHOP.near(word) == ()


def test_where_it_is_only_asked_about_more_is_forgiven() -> None:
    assert SHOP.near("oinon", 70) == ("onion",)
    assert SHOP.near("sugr", 70)[0] == "sugar"


@pytest.mark.parametrize(
    ("said", "pack", "product"),
    [
        ("", None, "wheat_flour"),
        ("", ("5", "kg"), "wheat_flour.5kg"),
        ("", ("10", "kg"), "wheat_flour.10kg"),
        ("chakki", None, "wheat_flour"),
        ("raja atta", ("10", "kg"), "wheat_flour.10kg"),
        ("", ("2", "kg"), "wheat_flour"),
        ("चक्की राजा आटा", None, "wheat_flour.5kg"),
    ],
)
def test_other_words_or_the_pack_size_single_out_a_sku(
    said: str, pack: tuple[str, str] | None, product: str
) -> None:
    size = None if pack is None else (Decimal(pack[0]), pack[1])
    keys = [t.key for t in tokenise(said)]
    assert SHOP.narrow("wheat_flour", keys, size) == product


def test_a_concept_the_shop_does_not_keep_stays_a_concept() -> None:
    assert SHOP.narrow("rice", ["basmati"], (Decimal(5), "kg")) == "rice"


@pytest.mark.parametrize(
    ("product", "language", "script", "label"),
    [
        ("onion", "en", "Latn", "onion"),
        ("onion", "hi", "Latn", "pyaz"),
        ("onion", "hi", "Deva", "प्याज"),
        ("onion", "ta", "Taml", "வெங்காயம்"),
        ("onion", "th", "Thai", "onion"),
        ("wheat_flour.5kg", "hi", "Deva", "चक्की राजा आटा"),
        ("wheat_flour.5kg", "hi", "Latn", "Chakki Raja Atta 5 kg"),
        ("wheat_flour.10kg", "hi", "Deva", "Chakki Raja Atta 10 kg"),
        ("detergent.500g", "en", "Latn", "Nirmal washing powder 500 g"),
        ("shampoo_sachet", "en", "Latn", "shampoo sachet"),
    ],
)
def test_goods_are_shown_by_their_name_in_the_readers_script(
    product: str, language: str, script: str, label: str
) -> None:
    assert SHOP.label(product, language, script) == label


def test_what_is_known() -> None:
    for product in ("onion", "detergent", "detergent.500g", "shampoo_sachet"):
        assert SHOP.knows(product)
    for product in ("nothing", "onion.red", ""):
        assert not SHOP.knows(product)
    assert not vocabulary().knows("shampoo_sachet")


@given(st.lists(st.sampled_from(words("aam ka achar onion pyaz chakki raja atta 5 kg golu is"))))
def test_mentions_never_overlap(said: list[str]) -> None:
    tokens = tokenise(" ".join(said))
    at = 0
    for mention in SHOP.find(tokens, Ear(("hi", "en"))):
        assert at <= mention.start < mention.end <= len(tokens)
        assert all(SHOP.knows(i) for i in mention.ids)
        at = mention.end
