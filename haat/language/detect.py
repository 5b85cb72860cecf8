"""Which language and script a message is in; undecided is an answer."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from haat.language import linear
from haat.language.learned import digest_of, kept
from haat.language.linear import Linear
from haat.language.pack import LATIN, Pack
from haat.language.scripts import script_of
from haat.language.tokens import Token, tokenise

DECIDED = 0.35  # the probability from which a message tells its language
LONE = 0.92  # the same for one word, which its letters alone tell badly
ODDS = 3.0  # times as likely as the next one it has to be
TIED = 0.1  # of the likeliest
RULED_OUT = 0.02  # of the likeliest
MARKED = 0.8  # above it the marks of another language no longer count
LONGEST_GRAM = 5
FEW = 5  # words
HINDI = "hi"
MOST_READ = ("en", HINDI)  # of several languages that share a greeting
STRENGTH = 30.0  # of the fit; letters tell more surely than words do


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language with the script it is written in."""

    language: str
    script: str


@dataclass(frozen=True, slots=True)
class Detected:
    """`tongue` is None where the message does not tell; `script` is what most words are written in.

    `likely` are the languages it may be in, likeliest first, without those that are ruled out; `sure`
    says that a conversation has changed its language, where it was another. `tied` are those of
    them that are nearly as likely as the first.
    """

    tongue: Tongue | None
    script: str | None
    likely: tuple[str, ...] = ()
    sure: bool = False
    tied: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Identifier:
    """Tells languages apart that share a script, by the packs' own sentences."""

    packs: Mapping[str, Pack]
    models: Mapping[str, Linear]  # by script

    def detect(
        self, tokens: tuple[Token, ...], product_languages: Iterable[frozenset[str]] = ()
    ) -> Detected:
        """Script first; then what was learned, the marks of each language, and the goods named.

        `product_languages` has the languages in which each word for goods is used.
        """
        script = main_script(tokens)
        if script is None:
            return Detected(None, None)
        codes = [c for c, p in self.packs.items() if script in p.scripts]
        if len(codes) < 2:
            found = Tongue(codes[0], script) if codes else None
            return Detected(found, script, tuple(codes), sure=bool(codes))
        heard = self._heard(tokens, script, codes)
        goods = [known.intersection(codes) for known in product_languages]
        ranked = sorted(codes, key=lambda c: -heard[c])
        likely = [c for c in ranked if heard[c] >= RULED_OUT * heard[ranked[0]]]
        marked = _marked(tokens, self.packs, codes)
        winner = _winner(marked, heard, likely[0], len(tokens)) or _of_goods(goods)
        sure = winner is not None and (winner in marked or heard[winner] >= MARKED)
        found = Tongue(winner, script) if winner else None
        tied = tuple(c for c in likely if heard[c] >= TIED * heard[ranked[0]])
        return Detected(found, script, tuple(likely), sure=sure and len(tokens) > 1, tied=tied)

    def _heard(
        self, tokens: tuple[Token, ...], script: str, codes: list[str]
    ) -> Mapping[str, float]:
        model = self.models.get(script)
        if model is None:
            return dict.fromkeys(codes, 0.0)
        heard = model.probabilities([list(grams(tokens, script))])
        return {c: heard.get(c, 0.0) for c in codes}


def _winner(
    marked: Mapping[str, int], heard: Mapping[str, float], best: str, words: int
) -> str | None:
    """The language by what was learned and by its marks; None where they differ."""
    if heard[best] >= (MARKED if words > 1 else LONE) or (
        heard[best] >= DECIDED and best in marked
    ):
        return best
    if marked and (only := _most(marked)):
        return only if words == 1 or heard[best] < DECIDED or only == best else None
    clear = all(heard[best] >= ODDS * p for c, p in heard.items() if c != best)
    return best if clear and heard[best] >= DECIDED and words > 1 else None


def load_identifier(packs: Mapping[str, Pack], folder: Path) -> Identifier:
    """The identifier of these packs; what it has to learn is kept in `folder`."""
    shared = Counter(s for p in packs.values() for s in p.scripts)
    digest = digest_of(packs, (__file__, linear.__file__))
    return Identifier(
        packs,
        {
            script: kept(
                folder / f"language-{script}-{digest}.npz",
                partial(learn, packs, script),
                linear.load,
            )
            for script, speakers in shared.items()
            if speakers > 1
        },
    )


def learn(packs: Mapping[str, Pack], script: str) -> Linear:
    """What tells the languages of one script apart, from their sentences and their sayings."""
    texts, codes = zip(*_lessons(packs, script), strict=True)
    return linear.fit(texts, codes, STRENGTH)


def _lessons(packs: Mapping[str, Pack], script: str) -> Iterator[tuple[list[list[str]], str]]:
    for code, pack in packs.items():
        if script not in pack.scripts:
            continue
        said = [e.text for e in pack.examples if e.script == script]
        said += pack.voices[script].say.values() if script in pack.voices else ()
        said += _small_talk(sorted(pack.marks | pack.fillers))
        for text in said:
            features = list(grams(tokenise(text), script))
            if features:
                yield [features], code


def _small_talk(words: list[str]) -> Iterator[str]:
    """The small words of a language, a few at a time: they are what every sentence has."""
    yield from (" ".join(words[i :: len(words) // FEW or 1]) for i in range(len(words) // FEW or 1))


def grams(tokens: tuple[Token, ...], script: str) -> Iterator[str]:
    """The words of a script, and their pieces of up to five letters."""
    for token in tokens:
        if script_of(token.key[0]) != script:
            continue
        yield f" {token.key} "
        word = f"<{token.key}>"
        for length in range(1, LONGEST_GRAM + 1):
            yield from (word[i : i + length] for i in range(len(word) - length + 1))


def main_script(tokens: tuple[Token, ...]) -> str | None:
    """The script of most words; where an Indian script ties with Latin, the Indian one."""
    counts = Counter(
        s for t in tokens if (s := next((s for c in t.text if (s := script_of(c))), None))
    )
    if not counts:
        return None
    return max(counts, key=lambda s: (counts[s], s != LATIN))


def _marked(
    tokens: tuple[Token, ...], packs: Mapping[str, Pack], codes: list[str]
) -> Mapping[str, int]:
    """A vote for each word that marks just one of the languages; a word alone may greet in it."""
    votes: Counter[str] = Counter()
    for token in tokens:
        marked = [c for c in codes if token.key in packs[c].marks]
        if len(tokens) == 1:
            greeted = [c for c in codes if token.key in packs[c].manners]
            known = next((c for c in MOST_READ if c in greeted), None)
            marked = marked or ([known] if known else greeted)
        if len(marked) == 1:
            votes[marked[0]] += 1
    return votes


def _most(votes: Mapping[str, int]) -> str | None:
    """The language with the most votes; of a tie the Indian one, which borrows English words."""
    best = max(votes.values(), default=0)
    winners = [c for c in votes if votes[c] == best]
    indian = [c for c in winners if c != "en"]
    return None if len(indian) > 1 else next(iter(indian or winners), None)


def _of_goods(goods: list[frozenset[str]]) -> str | None:
    """The language that has all these words for goods; of several Hindi, which most would be asked in."""
    own = [known for known in goods if "en" not in known]  # an English word is used in all
    common = frozenset[str]().union(*own[:1]).intersection(*own)
    return next(iter(common)) if len(common) == 1 else next((c for c in common if c == HINDI), None)
