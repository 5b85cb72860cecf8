"""What can be had by taps alone: the daily jobs, and likely answers to a question."""

from collections.abc import Mapping, Sequence
from typing import Any

from channels.telling import filled
from haat.core.message import NeedsInput, Option, Reply, ToolCall
from haat.language.pack import Voice
from haat.language.render import money

JOBS = ("price", "order", "sale", "buyers", "alerts", "help")
AFTER_ALERTS = ("order", "alerts", "price")
GOODS = frozenset({"product", "commodity", "query"})
# Small amounts, and the notes and coins in everybody's purse.
QUANTITIES = ("1", "2", "5", "10", "20", "50")
RUPEES = ("10", "20", "30", "40", "50", "100", "200", "500")
MOST_BUYERS = 3
SUMS = frozenset({"price", "amount", "threshold", "candidate_price", "unit_cost"})


def jobs(voice: Voice, which: Sequence[str] = JOBS) -> tuple[Option, ...]:
    """The daily jobs; the value of each is said as if she had typed it."""
    say = voice.say
    return tuple(Option(say[f"job_{job}"], say[f"job_{job}_says"]) for job in which)


def begin_again(voice: Voice) -> tuple[Option, ...]:
    """The way back for somebody who wants no messages."""
    return jobs(voice, ("start",))


def after(reply: Reply, voice: Voice) -> tuple[Option, ...]:
    """What she may want next: the jobs where nothing was found, else the way back to them.

    Who was shown buyers can write to the first of them; what was just written can be taken back.
    """
    if all(call.status in {"empty", "error"} for call in reply.tool_calls):
        return jobs(voice)
    written = any(_writes(call) for call in reply.tool_calls)
    # A yes that is sent twice as its number must not take back what the first wrote.
    return (*_buyers(reply, voice), *jobs(voice, ("menu", "undo") if written else ("menu",)))


def _writes(call: ToolCall) -> bool:
    return call.name == "record_entry" and call.status == "ok"


def _buyers(reply: Reply, voice: Voice) -> tuple[Option, ...]:
    last, say = reply.tool_calls[-1], voice.say
    rows = last.result.get("rows", ()) if last.name == "match_buyers" else ()
    return tuple(
        Option(
            filled(say["write_to"], name=row["name"]),
            filled(say["write_to_says"], name=_called(row)),
        )
        for row in rows[:MOST_BUYERS]
    )


def _called(row: Mapping[str, Any]) -> str:
    """A buyer as a message names one: by the id, unless that reads as a number."""
    return str(row["name"] if str(row["buyer"]).isdecimal() else row["buyer"])


def offered(need: NeedsInput, goods: Sequence[Option]) -> tuple[Option, ...]:
    """The options of a question, or likely answers where it came without."""
    if need.options:
        return need.options
    if need.slot in GOODS:
        return tuple(goods)
    if need.slot == "quantity":
        return tuple(Option(q, q) for q in QUANTITIES)
    if need.slot in SUMS:
        return tuple(Option(money(int(r)), r) for r in RUPEES)
    return ()


def counted(need: NeedsInput) -> bool:
    """Whether a bare number is the answer itself, so that the options must not be numbered."""
    return not need.options and need.slot not in GOODS
