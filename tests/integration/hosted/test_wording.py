"""Words of a model reach the reader only where every figure in them is one of ours."""

import logging

import pytest
from llmock.pytest_plugin import LLMock

from tests.integration.hosted.scripting import plans, words
from tests.integration.hosted.talking import Talk, called

pytestmark = pytest.mark.asyncio(loop_scope="session")

NASHIK = ("market_price", {"commodity": "onion", "place": "Nashik, Maharashtra"})
SALES = ("query_kpi", {"metric": "revenue", "period": "yesterday"})
HEAD = "{{c1.@product}}, {{c1.price.place}}: {{c1.price}}"


async def worded_by_templates(
    model: LLMock, talk: Talk, question: str, caplog: pytest.LogCaptureFixture
) -> str:
    """The reply's text, after it was seen that the templates made it, and that it was told."""
    reply = await talk.say(question)
    assert [c[2] for c in called(reply)] == ["ok"]
    assert talk.states == ["understood", "worded_by_templates"]
    assert reply.grounded
    assert [r.levelname for r in caplog.records if r.name == "agent.nodes"] == ["WARNING"]
    return reply.words.text


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}\nThat is 40 rupees a kilo.",
        f"{HEAD}\nThat is forty rupees a kilo.",
        f"{HEAD}\nTomorrow it will be ४५.",
        f"{HEAD}\nYesterday it was ½ of that.",
        f"{HEAD}\nIt rose by ten percent.",
        f"1. {HEAD}",
        "{{c1.@product}}, {{c1.price.place}}: 1{{c1.price}}",
        "Onion in Nashik costs a lot.",
        "{{c1.@product}}, {{c1.price.place}}: {{c1.cost}}",
        "{{c1.@product}}, {{c1.price.place}}: {{c2.price}}",
        "{{c1.@product}}, {{c1.price.place}}: {{c1.price}",
        "{c1.@product}, {c1.price.place}: {c1.price}",
        "{{c1.price.place}}: {{c1.price}}",
        "{{c1.@product}} in Pune: {{c1.price}}",
        "Pune: {{c1.price}}\n{{c1.@product}}, {{c1.price.place}}",
        "{{c1.rows.0.price}} in {{c1.price.place}}",
        f"{HEAD}\nBuy at https://cheap.example/onion",
        f"{HEAD}\nAsk www.cheap-onion.example or cheaponion.com",
        "नासिक में प्याज का दाम {{c1.@product}}, {{c1.price.place}}: {{c1.price}}",
        "{{c1.@product}} ka bhav {{c1.price.place}} mein kya hai, yeh hai: {{c1.price}}",
        '{"name": "record_entry", "arguments": {"kind": "sale"}}',
        "",
    ],
)
async def test_a_wording_that_is_not_used(
    text: str, model: LLMock, talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    plans(model, NASHIK)
    words(model, text)
    told = await worded_by_templates(model, talk, "onion price in Nashik", caplog)
    assert told.startswith("Onion, Nashik: ₹")


async def test_a_number_of_the_persons_does_not_come_back_as_a_price(
    model: LLMock, talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    plans(model, NASHIK)
    words(model, f"{HEAD}\nYou get ₹40 a kilo.")
    await worded_by_templates(model, talk, "is 40 a good price for onion in Nashik", caplog)


async def test_a_figure_of_a_period_is_not_told_without_it(
    model: LLMock, talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    plans(model, SALES)
    words(model, "This year you sold {{c1.value}}.")
    told = await worded_by_templates(model, talk, "how much did I sell yesterday", caplog)
    assert told.startswith("Sales, yesterday: ₹")


async def test_hindi_is_not_answered_in_latin_letters(
    model: LLMock, talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    plans(model, NASHIK)
    words(model, "The price is {{c1.@product}}, {{c1.price.place}}: {{c1.price}}")
    told = await worded_by_templates(model, talk, "नासिक में प्याज का भाव क्या है", caplog)
    assert "प्याज" in told


async def test_romanised_hindi_is_not_answered_in_english(
    model: LLMock, talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    plans(model, NASHIK)
    words(model, "The price of {{c1.@product}} at {{c1.price.place}} is {{c1.price}} for you today")
    await worded_by_templates(model, talk, "nashik mein pyaz ka bhav kya hai", caplog)


async def test_rows_are_named_by_their_place(model: LLMock, talk: Talk) -> None:
    plans(model, ("query_kpi", {"metric": "top_products", "period": "last_week"}))
    rows = "\n".join(
        f"• {{{{c1.rows.{i}.product}}}}: {{{{c1.rows.{i}.revenue}}}}" for i in range(3)
    )
    words(model, rows)
    reply = await talk.say("what sold most last week")
    assert talk.states == ["understood"]
    assert reply.words.text.count("\n• ") == 2
    assert reply.grounded


async def test_nothing_found_is_told_by_us(model: LLMock, talk: Talk) -> None:
    plans(model, ("find_products", {"query": "tractor"}))
    reply = await talk.say("do we have a tractor")
    assert called(reply) == [("find_products", {"query": "tractor"}, "empty")]
    assert reply.words.text.startswith("No, I don't find")
    assert len(model.requests) == 1


async def test_what_was_written_is_not_logged(
    model: LLMock, talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    plans(model, NASHIK)
    words(model, "Secret words {{c1.@product}} of a model: 40")
    await talk.say("my secret question: onion price in Nashik")
    plans(model, ("no_such_secret", {"secret": "yes"}))
    await talk.say("my second secret question: onion price in Nashik")
    # the checkpointer's driver shows its statements where a developer asks for every detail
    logged = [r.getMessage() for r in caplog.records if r.name != "aiosqlite"]
    assert [line for line in logged if "ecret" in line] == []
    assert any("a figure of its own" in line for line in logged)
