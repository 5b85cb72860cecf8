"""What the packs' sentences mean, and how likely each class is of what means nearly the same."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from haat.language import dense
from haat.language.dense import Dense
from haat.language.encoder import encoder
from haat.language.encoder.encoder import Encoder, is_built, load_encoder
from haat.language.learned import digest_of, kept
from haat.language.pack import EXAMPLES, Pack

SENTENCES = 5  # of a class, language and script; each costs 10 ms to read


@dataclass(frozen=True, slots=True, eq=False)
class Meaning:
    """A linear model over sentence vectors, which know words that the packs' sentences lack."""

    model: Dense
    encoder: Callable[[], Encoder]  # loaded when it is first needed

    def __call__(self, text: str) -> Mapping[str, float]:
        """How likely each class is."""
        (read,) = self.encoder().questions([text])
        return self.model.probabilities(read.whole)


def load_meaning(packs: Mapping[str, Pack], folder: Path) -> Meaning | None:
    """What was learned from the meaning of the sentences; None where no encoder is built."""
    if not is_built():
        return None
    digest = digest_of(packs, (__file__, dense.__file__, encoder.__file__), (EXAMPLES,))
    file = folder / f"meanings-{digest}.npz"
    return Meaning(
        kept(file, lambda: learn_meaning(packs, load_encoder()), dense.load), load_encoder
    )


def learn_meaning(packs: Mapping[str, Pack], model: Encoder) -> Dense:
    """A few sentences of each class, language and script: more cost time and tell no more."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for pack in packs.values():
        for example in pack.examples:
            text = example.text.replace("{", "").replace("}", "")
            groups.setdefault((example.wants, pack.code, example.script), []).append(text)
    lessons = [(text, w) for (w, _, _), said in groups.items() for text in _spread(said)]
    texts, classes = zip(*lessons, strict=True)
    return dense.fit([read.whole for read in model.questions(texts)], classes)


def _spread(said: list[str]) -> list[str]:
    return said[:: max(1, len(said) // SENTENCES)][:SENTENCES]
