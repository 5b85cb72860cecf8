"""What the law, the schemes and the tenant's own writings say, with sources; nothing where nothing answers."""

from collections.abc import Iterable
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from haat.core.actor import Permission
from haat.core.finding import Finding, Missing, Row, Source
from retrieval.facts import Fact, Topic
from tools.context import Tool, ToolContext
from tools.own_texts import OwnText, own_text


class SearchRules(BaseModel):
    """What a rule says: GST, FSSAI, weights and packs, GeM, Udyam, consumers, privacy, schemes.

    Searches short facts that ship with their source, date and certainty, and gives up to three that
    answer, each with a quote; after them what the seller's own indexed writings say, of certainty
    `own`. Gives nothing where no fact answers: then say that it is not known,
    never answer from memory. For whether a number such as a GSTIN is right use `check_identifier`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: str | None = Field(
        default=None,
        min_length=1,
        max_length=1000,
        description="The question in the person's own words, in any language.",
    )
    topic: Topic | None = Field(
        default=None,
        description="Only facts of this topic; leave it out unless the person named one.",
    )


def search_rules(context: ToolContext, arguments: SearchRules) -> Finding | Missing:
    """The facts in force that answer, best first; a finding without rows where none does."""
    context.actor.require(Permission.ASK)
    if arguments.question is None:
        return Missing("slot", "question")
    found = context.rules().search(arguments.question, arguments.topic, context.today)
    told = [one.fact for one in found]
    own = own_text(context, arguments.question)
    texts = (own,) if isinstance(own, OwnText) else ()
    busy = (own,) if isinstance(own, str) else ()
    return Finding(
        rows=(*map(_row, told), *({**text.row, "beside": bool(told)} for text in texts)),
        parameters=arguments.model_dump(exclude_none=True),
        sources=(*_sources(told), *(text.source for text in texts)),
        notes=(*(_notes(told, context.today) if told or texts else ("no_rule",)), *busy),
        citations=(*(fact.citation() for fact in told), *(text.citation for text in texts)),
    )


def _row(fact: Fact) -> Row:
    """The contract's columns, and beside them where it can be confirmed; the packs tell it in her language."""
    return {
        "fact": fact.id,
        "text": fact.told(),
        "certainty": fact.sure,
        "valid_from": fact.valid_from,
        "valid_to": fact.valid_to,
        "title": fact.title,
        "check_at": fact.check_at,
        "as_of": fact.as_of,
        "locator": fact.citation().locator,
    }


def _sources(told: Iterable[Fact]) -> Iterable[Source]:
    for fact in told:
        yield Source(fact.reference, "rules", fact.as_of)


def _notes(told: list[Fact], today: date) -> Iterable[str]:
    if not told:
        return
    if told[0].sure == "uncertain":
        yield "uncertain"
    if told[0].stale:
        yield "old_rule"
    if told[0].valid_to is not None and (told[0].valid_to - today).days <= 365:
        yield "ends_soon"


SEARCH_RULES = Tool("search_rules", SearchRules, search_rules, Permission.ASK)
