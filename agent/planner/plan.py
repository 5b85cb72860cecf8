"""From an understood message to a plan: what is open first, then requests, then talk."""

from collections.abc import Mapping
from dataclasses import replace

from agent.memory import Memory, Question
from agent.planner.asked_document import of_paper, writes_paper
from agent.planner.decide import CERTAIN, SURE, intent_of, speaks_of_language, talk_of
from agent.planner.desk import Desk, Plan
from agent.planner.identifiers import holds_identifier
from agent.planner.intents.intent import Intent
from agent.planner.resolve import says_only
from agent.planner.segments import requests
from agent.planner.slots import bare_product, fill, follow_up, said_anything, unknown_answer
from agent.sheet import Part, Sheet, Shop
from haat.language.hearing import Languages
from haat.language.lexicon import plain_forms
from haat.language.sound import sound_key
from haat.language.transliterate import latin
from retrieval.glossary import glossary

CHANGES = "record_entry"
WRITTEN = frozenset(
    {
        CHANGES,
        "contact_buyer",
        "set_alert",
        "register_buyer",
        "note_outcome",
        "describe_group",
        "decide_price",
    }
)
BRIEF = 5  # words
NEVER = 1.1  # no probability
# Figures of a period: a festival or a quarter is none that the tools know, and is not left out silently.
PERIODIC = frozenset(
    Intent("query_kpi", metric)
    for metric in ("sales", "margin", "top_products", "slow_products", "stockout_rate")
)


def plan(sheet: Sheet, shop: Shop, memory: Memory, languages: Languages) -> Plan:
    """The plan for one message; it never guesses what was not said."""
    whole = sheet.part(0, len(sheet.tokens))
    desk = Desk(whole, shop, memory)
    if sheet.document_ids and intent_of(whole) is None and not writes_paper(whole):
        return fill(desk, Intent("check_document"))  # a paper without a question is to be looked at
    if not sheet.readable:
        return Plan(topic="not_this_language")
    language = chosen_language(whole, languages)
    if language:
        return Plan(topic="language_chosen", words={"language": language})
    if sheet.odd_day or (whole.has("odd_period") and intent_of(whole) in PERIODIC):
        return Plan(topic="unknown_day")
    return (
        of_paper(desk)
        or _as_before(desk)
        or _of_requests(desk)
        or unknown_answer(desk)
        or _talk(desk)
    )


def _of_requests(desk: Desk) -> Plan | None:
    """The plan for every request in the message; None where it has none."""
    sheet, shop, memory = desk.part.sheet, desk.shop, desk.memory
    found = [
        fill(Desk(part, shop, memory), intent)
        for part, intent in requests(sheet, _least(sheet, memory))
        if intent
    ]
    return _one(found) if found else None


def _as_before(desk: Desk) -> Plan | None:
    """What was asked last, where the message only wants it again, or asks more of the same paper."""
    if says_only(desk.part, "again"):
        return _again(desk.memory)
    return Plan(calls=desk.memory.last) if _same_paper(desk) else None


def _again(memory: Memory) -> Plan:
    """`say that again`: what is open is put to her again anyway, and nothing is written twice."""
    is_open = memory.question is not None or memory.pending is not None
    writes = any(c.name in WRITTEN for c in memory.last)
    return (
        Plan(calls=memory.last) if memory.last and not (is_open or writes) else Plan(topic="cannot")
    )


def _same_paper(desk: Desk) -> bool:
    """`is the gst on it right`, just after a paper was looked at."""
    part, looked_at = desk.part, [c.name for c in desk.memory.last] == ["check_document"]
    judged = part.has("pronoun") and part.has("judge") and not part.has("needed", "able")
    return looked_at and judged and not part.products and not holds_identifier(part.sheet.text)


def _least(sheet: Sheet, memory: Memory) -> float:
    """How sure what was learned has to be: an answer, or a few words, mostly go on with what was before."""
    whole = sheet.part(0, len(sheet.tokens))
    brief = memory.last and len(sheet.tokens) <= BRIEF
    if brief and said_anything(whole):
        return NEVER  # `what about Patna`
    return CERTAIN if memory.question or brief else SURE


def _one(plans: list[Plan]) -> Plan:
    """The plans of all requests together: calls in order, and the first question.

    Changes wait for the answer to a question; a refusal is told where nothing else is.
    """
    every = (c for p in plans for c in p.calls)
    calls = tuple({(c.name, repr(sorted(c.arguments.items()))): c for c in every}.values())
    question: Question | None = next((p.question for p in plans if p.question), None)
    said = next((p for p in plans if p.topic), Plan())
    if any(c.name == "search_rules" for c in calls) and question and question.call.name != CHANGES:
        question = (
            None  # `is a licence needed, I sell little`: her circumstances, not a second request
        )
    if question is not None:
        changes = tuple(c for c in calls if c.name == CHANGES)
        calls = tuple(c for c in calls if c.name != CHANGES)
        question = replace(question, rest=(*question.rest, *changes))
    elif calls:
        added = next((p for p in plans if p.topic and p.calls), Plan())
        return Plan(calls=calls, topic=added.topic, words=added.words)
    return Plan(calls=calls, question=question, topic=said.topic, words=said.words)


def _talk(desk: Desk) -> Plan:
    whole = desk.part
    again = follow_up(desk)
    if again and (whole.has("also", "pronoun") or len(whole.sheet.tokens) <= BRIEF):
        return again
    if no_more := _too_late(desk):
        return Plan(topic=no_more)
    topic = talk_of(whole)
    if topic:
        return Plan(topic=topic)
    if whole.products and whole.places:
        return fill(desk, Intent("market_price"))  # goods and a place: what they cost there
    if glossary().about(whole.sheet.text).subjects:
        return fill(desk, Intent("search_rules"))  # which refuses what it has no source for
    only = bare_product(desk) if len(whole.unknown) == 0 else None
    return only or Plan(topic="cannot")


def _too_late(desk: Desk) -> str | None:
    """What is said to a yes, a no or a correction (`no, 3 kilo`) where nothing waits for one."""
    whole = desk.part
    brief = len(whole.sheet.tokens) <= BRIEF
    denies = brief and not whole.has("undo") and says_only(whole, "no")
    if says_only(whole, "yes") or denies:
        return "nothing_pending"
    corrects = whole.has("no") and whole.amounts and not whole.products and not whole.places
    return "written_already" if corrects and desk.memory.entries else None


def chosen_language(part: Part, languages: Languages) -> str | None:
    """`speak in Hindi`: a language's name beside a word such as speak, and nothing else asked."""
    if part.products or part.amounts or not (part.has("speak") or speaks_of_language(part)):
        return None
    keys = tuple(t.key for t in part.sheet.tokens)
    heard = tuple(_names_heard(k, part.sheet.hearing.endings) for k in keys)
    for code, pack in languages.packs.items():
        for name in pack.called:
            sounds = tuple(sound_key(latin(w)) for w in name)
            for i in range(len(keys) - len(name) + 1):
                if all(s in heard[i + n] for n, s in enumerate(sounds)):
                    return code
    return None


def _names_heard(word: str, endings: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """A word as it sounds, with its ending and without: `ಹಿಂದಿಯಲ್ಲಿ` is Hindi."""
    return frozenset(sound_key(latin(w)) for w in (word, *plain_forms(word, endings)))
