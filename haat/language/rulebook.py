"""Rules told in a language: its pack's `rules.toml`, read when the first is asked for."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources.abc import Traversable

FILE = "rules.toml"


def as_written(text: str) -> str:
    """No other letters than the file's own."""
    return text


@dataclass(frozen=True)  # without slots: the file is read when it is needed
class Rulebook:
    """What a pack tells of rules in one script; `spell` writes it in that script where the file has another."""

    file: Traversable
    script: str
    spell: Callable[[str], str] = as_written

    def told(self, fact_id: str) -> str | None:
        """The fact in plain words; None where the pack does not have it."""
        fact = self._tables["facts"].get(fact_id)
        return self.spell(fact) if fact else None

    def caveat(self, name: str, at: str) -> str:
        """That a fact is `unchecked` or `old`, and `at` which site it can be confirmed."""
        return self.spell(self._tables["caveats"][name]).format(at=at)

    @cached_property
    def _tables(self) -> Mapping[str, Mapping[str, str]]:
        read: Mapping[str, Mapping[str, Mapping[str, str]]] = tomllib.loads(
            self.file.read_text(encoding="utf-8")
        )
        return read.get(self.script) or next(iter(read.values()))
