"""The way in for somebody unknown: language, consent, shop or group, place; each a tap.

Nothing that she wrote is looked into before she has agreed to what is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from haat.core.message import Inbound, Option
from haat.language.detect import Tongue
from haat.language.hearing import Languages, Signal
from haat.language.pack import Voice
from haat.language.phrases import Phrase, among
from haat.language.places import Gazetteer, Place, nearest_district
from haat.language.tokens import tokenise

NOTICE = "2026-11"  # the version of what she agrees to
MOST_PLACES = 8
SHORTEST_CODE = 6
At = Literal["language", "consent", "kind", "code", "place", "in"]
AGREES, REFUSES, SKIPS = "agree", "refuse", "skip"
KINDS = ("shop", "group", "code")


@dataclass(frozen=True, slots=True)
class Way:
    """How far somebody has come. `first` is what she wanted when she came, `code` what she brought."""

    at: At = "language"
    language: str = ""
    script: str = ""
    kind: str = ""
    code: str = ""
    first: str = ""
    place: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain JSON for her contact."""
        return {name: getattr(self, name) for name in Way.__slots__}


@dataclass(frozen=True, slots=True)
class Step:
    """What is said next, with options; `way` is absent where she does not want to come in."""

    keys: tuple[str, ...]
    options: tuple[Option, ...]
    way: Way | None


# She does not want to come in, or not any more.
_OUT = Step(("way_refused",), (), None)
_BEFORE_CODE: frozenset[At] = frozenset(
    {"language", "consent"}
)  # a code is kept until it is of use


def way_of(state: Mapping[str, Any]) -> Way:
    """How far her contact says that she is; at the beginning where it says nothing."""
    kept = state.get("way")
    return Way(**kept) if kept else Way()


ASKED_IN = ("hi", "en")  # before her language is known


@dataclass(frozen=True, slots=True)
class Onboarding:
    """Leads somebody in, a step a message; it decides, and changes nothing by itself."""

    languages: Languages
    gazetteer: Gazetteer

    def begin(self, inbound: Inbound, said: str) -> Step:
        """The first message: greet her in her language, or ask which it is."""
        code = code_in(said)
        words = _words(said)
        greets = any(among(words, p.signals["greet"]) for p in self.languages.packs.values())
        first = "" if code or greets or said.startswith("/") or inbound.media else said
        way = Way(code=code, first=first)
        heard = self.languages.identifier.detect(tokenise(said))
        told = (heard.sure or greets) and not said.startswith("/")  # a command is in no language
        tongue = heard.tongue if told else None
        return self._consent(way, tongue) if tongue and not code else self.ask_language(way)

    def ask_language(self, way: Way) -> Step:
        """Every language by its own name, those first in which the question is asked."""
        packs = self.languages.packs
        asked = [self.languages.voice(c, s) for c in ASKED_IN for s in packs[c].scripts]
        first = (Option(v.say["language_name"], f"{v.language}-{v.script}") for v in asked)
        others = (packs[c] for c in sorted(packs) if c not in ASKED_IN)
        options = (*first, *(Option(p.name, f"{p.code}-{p.scripts[0]}") for p in others))
        return Step(("way_language",), options, replace(way, at="language"))

    def go_on(self, way: Way, inbound: Inbound, said: str) -> Step:
        """The next step after what she said at this one; where it does not fit the same again, and why."""
        if any(s.name == "erase" for s in self._hears(way, said)):
            return _OUT
        if way.at in _BEFORE_CODE and code_in(said.upper()):
            way = replace(way, code=code_in(said.upper()))
        step = self._next(way, inbound, said)
        again = step.way is not None and step.way.at == way.at
        return replace(step, keys=(*_why(way, inbound, said), *step.keys)) if again else step

    def _next(self, way: Way, inbound: Inbound, said: str) -> Step:
        match way.at:
            case "language":
                return self._language(way, said)
            case "consent":
                return self._consented(way, said)
            case "kind":
                return self._kind(way, said)
            case "code" if not said.strip():
                return Step(("way_code",), (), way)
            case "code":
                return Step((), (), replace(way, at="in", kind="code", code=said.strip()))
            case "place" | "in":
                return self._place(way, inbound, said)

    def voice(self, way: Way) -> Voice:
        """Whose words she reads."""
        return self.languages.voice(way.language or "hi", way.script)

    def place_at(self, lat: float, lon: float) -> Place | None:
        """The district there."""
        return nearest_district(self.gazetteer, lat, lon)

    def wrong_code(self, way: Way) -> Step:
        """The code that she gave is none: shop, group or another code."""
        asked = self._ask_kind(replace(way, code="", kind=""))
        return replace(asked, keys=("way_code_wrong", *asked.keys))

    def _language(self, way: Way, said: str) -> Step:
        language, _, script = said.partition("-")
        if language in self.languages.packs and script in self.languages.packs[language].scripts:
            return self._consent(way, Tongue(language, script))
        named = (p for p in self.languages.packs.values() if _words(said) in p.called)
        if (pack := next(named, None)) is not None:
            return self._consent(way, Tongue(pack.code, pack.scripts[0]))
        tongue = self.languages.identifier.detect(tokenise(said)).tongue
        return self._consent(way, tongue) if tongue else self.ask_language(way)

    def _consent(self, way: Way, tongue: Tongue) -> Step:
        way = replace(way, at="consent", language=tongue.language, script=tongue.script)
        say = self.voice(way).say
        options = (Option(say["way_agree"], AGREES), Option(say["way_refuse"], REFUSES))
        return Step(("way_greet", "way_consent"), options, way)

    def _consented(self, way: Way, said: str) -> Step:
        if self._means(said, AGREES, "yes", "agree"):
            return self._joining(way) if way.code else self._ask_kind(way)
        if self._means(said, REFUSES, "no", "disagree"):
            return _OUT
        asked = self._consent(way, Tongue(way.language, way.script))
        return replace(asked, keys=("way_consent",))

    def _joining(self, way: Way) -> Step:
        return Step((), (), replace(way, at="in", kind="code"))

    def _ask_kind(self, way: Way) -> Step:
        say = self.voice(way).say
        options = tuple(Option(say[f"way_kind_{kind}"], kind) for kind in KINDS)
        return Step(("way_kind",), options, replace(way, at="kind"))

    def _kind(self, way: Way, said: str) -> Step:
        if code_in(said.upper()):
            return self._joining(replace(way, code=code_in(said.upper())))
        kind = said if said in KINDS else self._named_kind(said)
        if kind == "code":
            return Step(("way_code",), (), replace(way, at="code"))
        return (
            self._ask_place(replace(way, kind=kind), "way_place") if kind else self._ask_kind(way)
        )

    def _named_kind(self, said: str) -> str:
        """What she has in her own words (`hamari dukan hai`); nothing where it is none or several."""
        words = {(word,) for word in _words(said)}
        packs = self.languages.packs.values()
        named = [k for k in KINDS if any(words & set(p.keywords[k]) for p in packs)]
        return named[0] if len(named) == 1 else ""

    def _ask_place(self, way: Way, key: str, places: tuple[Place, ...] = ()) -> Step:
        options = tuple(
            Option(f"{self.gazetteer.label(p.id, way.script)} ({p.state})", p.id)
            for p in places[:MOST_PLACES]
        )
        skip = Option(self.voice(way).say["way_skip"], SKIPS)
        return Step((key,), (*options, skip), replace(way, at="place"))

    def _place(self, way: Way, inbound: Inbound, said: str) -> Step:
        if said == SKIPS:
            return Step((), (), replace(way, at="in"))
        if not said.strip() and inbound.location is None:
            return self._ask_place(way, "way_place")
        found = self._places(inbound, said)
        if len(found) == 1:
            return Step((), (), replace(way, at="in", place=found[0].id))
        key = "way_place_several" if found else "way_place_unknown"
        return self._ask_place(way, key, found)

    def _places(self, inbound: Inbound, said: str) -> tuple[Place, ...]:
        """Where she is, as she shared it or named it."""
        if inbound.location is None:
            return tuple(p for p in self._named(said) if p.kind != "state")
        here = self.place_at(*inbound.location)
        return (here,) if here else ()

    def _named(self, said: str) -> tuple[Place, ...]:
        """The places of that name; else of a name inside what she said (`main Gaya se hoon`)."""
        whole = self.gazetteer.resolve(said)
        words = _words(said)
        lengths = range(min(self.gazetteer.longest, len(words)), 0, -1)
        parts = (words[i : i + n] for n in lengths for i in range(len(words) - n + 1))
        inside = next((p for part in parts if (p := self.gazetteer.forms.get(part))), ())
        return whole or tuple(self.gazetteer.places[i] for i in inside)

    def _hears(self, way: Way, said: str) -> tuple[Signal, ...]:
        """What her words signal, in her language and the one this is in."""
        tokens = tokenise(said)
        heard = self.languages.identifier.detect(tokens).tongue
        codes = (way.language or "hi", *((heard.language,) if heard else ()), "en")
        return self.languages.hearing(codes).signals(tokens)

    def _means(self, said: str, value: str, signal: str, keyword: str) -> bool:
        words, packs = _words(said), self.languages.packs.values()
        known = [(*p.signals[signal], *p.keywords[keyword]) for p in packs]
        return said == value or any(among(words, phrases) for phrases in known)


def _words(said: str) -> Phrase:
    return tuple(t.key for t in tokenise(said))


def _why(way: Way, inbound: Inbound, said: str) -> tuple[str, ...]:
    """Why a question comes again; that of the place says so itself."""
    if inbound.media and not said.strip():
        return ("way_only_words",)
    return ("way_first",) if way.at in {"consent", "kind"} else ()


def code_in(said: str) -> str:
    """A join code that was handed out (`haat code create`) and sent as it is, else an empty text."""
    bare = said.strip().removeprefix("JOIN ").strip()
    made_up = len(bare) >= SHORTEST_CODE and bare.isascii() and bare.isalnum()
    return bare if made_up and bare == bare.upper() and any(c.isdigit() for c in bare) else ""
