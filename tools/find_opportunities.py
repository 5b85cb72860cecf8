"""What is coming that one can sell at or apply for: festivals, fairs, tenders, schemes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from pydantic import BaseModel, ConfigDict, Field

from haat.analytics.readiness import readiness
from haat.core.actor import Permission
from haat.core.errors import FieldProblem, InvalidInput
from haat.core.finding import Finding, Missing, Row, Source
from haat.language.concepts import concept_of
from haat.language.festivals import (
    Festival,
    festivals,
    festivals_named,
    next_festivals,
    telling_state,
)
from haat.language.places import Place, distance_km
from haat.store import opportunities
from haat.store.engine import reading
from haat.store.handles import Connection
from haat.store.opportunities import Opportunity, OpportunityKind
from retrieval.facts import Fact
from retrieval.glossary import glossary
from tools.context import Tool, ToolContext
from tools.market_signs import Signs, market_signs
from tools.shop import shop, sold_as

AHEAD_DAYS = 120  # festivals further off are no plan yet
NEAR_KM = 300.0
PER_KIND, ROWS = 4, 20
CALENDAR = "holiday calendar of the States"
FOOD = frozenset(
    {"cereal", "condiment", "dairy", "flour", "fruit", "nut", "oil", "oilseed", "pulse", "shg_food",
     "spice", "sweetener", "vegetable", "beverage"}
)  # fmt: skip


class FindOpportunities(BaseModel):
    """Chances that are coming: festivals, fairs and tenders to sell at, schemes to apply for.

    Gives for each the days, the place, the day by which to begin (by how long such goods take to
    make or buy) and what it asks for. Festivals come from the calendar of the place's State, schemes
    from the knowledge, tenders and fairs from what was brought in. Nothing that is over. A festival
    that the person named is looked up by its name, however far off. Of goods that are named and no
    kind, figures beside the rows say what their market price did in a month, what is usual in these
    weeks, and how much more of them came to the markets.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    product: str | None = Field(
        default=None,
        min_length=1,
        max_length=128,
        description="Product or concept id: only what suits such goods. Left out: whatever is sold.",
    )
    place: str | None = Field(
        default=None,
        min_length=1,
        max_length=200,
        description="Canonical place id, `Patna, Bihar`, or a State. Left out: the shop's own place.",
    )
    kind: OpportunityKind | None = Field(
        default=None, description="tender, fair, festival or scheme. Left out: all."
    )


@dataclass(frozen=True, slots=True)
class Looking:
    """What chances are looked for: for which goods, around where, on which day."""

    context: ToolContext
    concept: str | None
    category: str | None
    place: Place | None
    named: frozenset[str] = frozenset()  # festivals

    @property
    def today(self) -> date:
        """The day of the question."""
        return self.context.today

    @property
    def state(self) -> str | None:
        """The State around the place."""
        return self.place.state if self.place else None


def find_opportunities(context: ToolContext, arguments: FindOpportunities) -> Finding | Missing:
    """The chances that suit, the soonest first; schemes, which have no day, last."""
    context.actor.require(Permission.ASK)
    with reading(context.engine) as db:
        looking = _looking(context, db, arguments)
        told = opportunities.not_over(context.actor, db, context.today)
        signs = _signs(looking, db) if arguments.kind is None else Signs()
    own = tuple(o for o in told if _suits(looking, o) and arguments.kind in {None, o.kind})
    schemes = tuple(_schemes(looking)) if arguments.kind in {None, "scheme"} else ()
    coming = _coming(looking) if arguments.kind in {None, "festival"} else ()
    rows = (
        *_cut([_told_row(looking, o) for o in own], arguments.kind),
        *_cut([_festival_row(looking, f) for f in coming], arguments.kind),
        *_cut([_scheme_row(fact) for fact in schemes], arguments.kind),
    )
    rows = tuple(sorted(rows, key=lambda row: row["starts"] or date.max))[:ROWS]
    ids = {row["fact"] for row in rows if "fact" in row}
    shown = tuple(fact for fact in schemes if fact.id in ids)
    return Finding(
        figures=signs.figures,
        rows=rows,
        parameters=_parameters(looking, arguments),
        sources=(*_sources(rows, shown), *signs.sources),
        notes=(*_notes(rows, own, arguments.kind), *signs.notes),
        demo=bool(own) and context.actor.demo,
        citations=tuple(fact.citation() for fact in shown),
    )


def _looking(context: ToolContext, db: Connection, arguments: FindOpportunities) -> Looking:
    concept = category = None
    if arguments.product is not None:
        concept = concept_of(arguments.product)
        skus = sold_as(context, db, arguments.product)
        category = skus[0].category if skus else context.concepts.get(concept)
    place, named = _place(context, db, arguments.place), festivals_named(context.words)
    return Looking(context, concept, category, place, named)


def _signs(looking: Looking, db: Connection) -> Signs:
    """Of the goods asked about, what the markets around the place say."""
    if looking.concept is None or looking.place is None:
        return Signs()
    return market_signs(looking.context, db, looking.concept, looking.place)


def _place(context: ToolContext, db: Connection, said: str | None) -> Place | None:
    place_id = said or context.place or shop(context, db, None).place
    place = context.gazetteer.get(place_id) if place_id else None
    if said is not None and place is None:
        problem = FieldProblem("/place", "not a place that is known")
        raise InvalidInput(f"{said} is not a place that is known", problem)
    return place


def _suits(looking: Looking, one: Opportunity) -> bool:
    """Whether one can still apply, it is near, and it does not ask for other goods."""
    if one.apply_by is not None and one.apply_by < looking.today:
        return False
    return _is_near(looking, one.place) and _wants(looking, one)


def _is_near(looking: Looking, place_id: str) -> bool:
    """In the same State or within reach; a place that nobody knows is not left out."""
    there = looking.context.gazetteer.get(place_id) if place_id else None
    if there is None or looking.place is None or there.state == looking.place.state:
        return True
    far = distance_km(looking.place, there)
    return "state" not in {there.kind, looking.place.kind} and far is not None and far <= NEAR_KM


def _wants(looking: Looking, one: Opportunity) -> bool:
    if looking.concept is None:
        return True
    goods = glossary().about(f"{one.title}\n{one.asks_for or ''}").goods
    return not goods or looking.concept in goods


def _coming(looking: Looking) -> tuple[Festival, ...]:
    if looking.named:
        return next_festivals(looking.named, looking.state, looking.today)
    end = looking.today + timedelta(days=AHEAD_DAYS)
    found = festivals(looking.state, looking.today, end)
    return tuple(f for f in found if f.moves(looking.category))


def _schemes(looking: Looking) -> Iterator[Fact]:
    """Those for the goods and the State; of the State itself first, then those for just such goods."""
    found = [
        (fact, fact.scheme)
        for fact in looking.context.rules().facts
        if fact.scheme is not None and fact.in_force(looking.today)
    ]
    kinds = _kinds_of_goods(looking.category)
    for fact, scheme in sorted(found, key=lambda f: (f[1].state is None, "any" in f[1].goods)):
        if scheme.state in {None, looking.state} and kinds & set(scheme.goods):
            yield fact


def _kinds_of_goods(category: str | None) -> frozenset[str]:
    if category is None:
        return frozenset({"any", "food", "craft"})
    kind = "food" if category in FOOD else {"shg_craft": "craft", "fibre": "coir"}.get(category, "")
    return frozenset({"any", kind})


def _cut(rows: list[Row], kind: str | None) -> list[Row]:
    return rows if kind is not None else rows[:PER_KIND]


def _told_row(looking: Looking, one: Opportunity) -> Row:
    ready = readiness(one.starts, looking.category, looking.today, one.apply_by)
    return {
        "kind": one.kind,
        "title": one.title,
        "place": one.place or None,
        "starts": one.starts,
        "ends": one.ends,
        "prepare_by": ready.prepare_by,
        "asks_for": one.asks_for,
        "source": one.url or "told to the shop",
        "apply_by": one.apply_by,
        "late": ready.late,
    }


def _festival_row(looking: Looking, festival: Festival) -> Row:
    ready = readiness(festival.starts, looking.category, looking.today)
    return {
        "kind": "festival",
        "title": festival.titles["en"],
        "place": telling_state(festival.id, looking.state),
        "starts": festival.starts,
        "ends": festival.ends,
        "prepare_by": ready.prepare_by,
        "asks_for": None,
        "source": CALENDAR,
        "festival": festival.id,
        "title_hi": festival.titles["hi"],
        "title_hi_latn": festival.titles["hi-Latn"],
        "estimated": festival.estimated,
        "late": ready.late,
    }


def _scheme_row(fact: Fact) -> Row:
    scheme = fact.scheme
    return {
        "kind": "scheme",
        "title": fact.title,
        "place": scheme.state if scheme else None,
        "starts": None,
        "ends": fact.valid_to,
        "prepare_by": None,
        "asks_for": scheme.asks_for if scheme else None,
        "source": scheme.apply_at if scheme else fact.check_at,
        "fact": fact.id,
        "text": fact.told(),
        "certainty": fact.sure,
        "as_of": fact.as_of,
        "stale": fact.stale,
    }


def _parameters(looking: Looking, arguments: FindOpportunities) -> dict[str, object]:
    told = arguments.model_dump(exclude_none=True)
    told |= {"festivals": sorted(looking.named)} if looking.named else {}
    return told | {"place": looking.place.id if looking.place else None, "date": looking.today}


def _sources(rows: Iterable[Row], schemes: Iterable[Fact]) -> Iterator[Source]:
    kinds = [(row["kind"], "festival" in row) for row in rows]
    if ("festival", True) in kinds:
        yield Source(CALENDAR, "catalogue", None)
    if any(not calendar and kind != "scheme" for kind, calendar in kinds):
        yield Source("opportunities", "own", None)
    for fact in schemes:
        yield Source(fact.reference, "rules", fact.as_of)


def _notes(rows: tuple[Row, ...], own: tuple[Opportunity, ...], kind: str | None) -> Iterator[str]:
    if not rows:
        yield "no_opportunity"
    if kind in {"tender", "fair"} and not own:
        yield "nothing_brought_in"  # nobody told of any: that there is none is not said
    tests: tuple[tuple[str, Callable[[Row], object]], ...] = (
        ("lead_time_assumed", lambda row: row["prepare_by"]),
        ("little_time", lambda row: row.get("late")),
        ("estimated_date", lambda row: row.get("estimated")),
        ("old_scheme", lambda row: row.get("stale")),
    )
    yield from (note for note, holds in tests if any(map(holds, rows)))


FIND_OPPORTUNITIES = Tool(
    "find_opportunities", FindOpportunities, find_opportunities, Permission.ASK
)
