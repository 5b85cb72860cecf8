"""What can be had by taps alone: the daily jobs, and likely answers to a question."""

from collections.abc import Sequence

from haat.core.message import NeedsInput, Option, Reply
from haat.language.pack import Voice
from haat.language.render import money

JOBS = ("price", "order", "sale", "buyers", "alerts", "help")
AFTER_ALERTS = ("order", "alerts", "price")
GOODS = frozenset({"product", "commodity", "query"})
# Small amounts, and the notes and coins in everybody's purse.
QUANTITIES = ("1", "2", "5", "10", "20", "50")
RUPEES = ("10", "20", "30", "40", "50", "100", "200", "500")
SUMS = frozenset({"price", "amount", "threshold", "candidate_price", "unit_cost"})


def jobs(voice: Voice, which: Sequence[str] = JOBS) -> tuple[Option, ...]:
    """The daily jobs; the value of each is said as if she had typed it."""
    say = voice.say
    return tuple(Option(say[f"job_{job}"], say[f"job_{job}_says"]) for job in which)


def idle(reply: Reply) -> bool:
    """Whether nothing was done and nothing is open: then the jobs are offered."""
    return not reply.tool_calls and reply.needs_input is None


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
