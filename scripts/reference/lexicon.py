"""Splits the source lexicon by licence: our own forms, and Dakshina's romanisations in a folder of their own."""

from pathlib import Path

import pandas as pd

FORM_COLUMNS = ["concept", "category", "language", "script", "form", "romanisation"]
OWN = Path(__file__).parent / "own"

LICENCE = """\
The files in this folder are under the Creative Commons Attribution-ShareAlike 4.0
International licence (CC BY-SA 4.0): https://creativecommons.org/licenses/by-sa/4.0/legalcode

You may share and adapt them, also commercially, if you give credit as below, link to the
licence, say what you changed, and pass your adaptation on under the same licence.
The rest of this repository is under the licence in its root and does not depend on these
files: without them fewer Latin spellings are recognised, and nothing else changes.
"""

README = """\
# Romanisations from Dakshina (CC BY-SA 4.0)

`dakshina_romanisations.csv`, `dakshina_business_romanisations.csv` and `dakshina_number_romanisations.csv`
hold Latin spellings of trade words and number words, as native speakers typed them.

They are taken from the romanisation lexicons of the Dakshina dataset, release 1.0, by Google Research:

> Brian Roark, Lawrence Wolf-Sonkin, Christo Kirov, Sabrina J. Mielke, Cibu Johny, Isin Demirsahin
> and Keith Hall (2020). Processing South Asian Languages Written in the Latin Script: the Dakshina
> Dataset. Proceedings of the 12th Language Resources and Evaluation Conference (LREC), 2413-2423.

Licence: [CC BY-SA 4.0](https://creativecommons.org/licenses/by-sa/4.0/), see `LICENSE`.
Changed: only the words that name our concepts and numbers were kept, phrases were joined word by word,
and each row was given our concept id or its number.
"""


def write(source: Path, target: Path) -> None:
    """Write the lexicon of `source/lexicon` to `target`, share-alike columns apart."""
    shared = target / "cc-by-sa"
    shared.mkdir(parents=True, exist_ok=True)
    (shared / "LICENSE").write_text(LICENCE, encoding="utf-8")
    (shared / "README.md").write_text(README, encoding="utf-8")
    lexicon = source / "lexicon"
    _split_forms(
        lexicon / "commodities.csv",
        target / "commodities.csv",
        shared / "dakshina_romanisations.csv",
        OWN / "commodities.csv",
    )
    _split_forms(
        lexicon / "business_terms.csv",
        target / "business_terms.csv",
        shared / "dakshina_business_romanisations.csv",
        None,
    )
    _split_numbers(lexicon / "number_words.csv", target, shared)
    for name in ("units.csv", "digits.csv", "state_names.csv"):
        _read(lexicon / name).drop(columns="source").to_csv(target / name, index=False)


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def _split_forms(source: Path, own: Path, shared: Path, extra: Path | None) -> None:
    rows = _read(source)
    theirs = rows.source.str.contains("dakshina")
    attested = rows.loc[theirs & (rows.romanisation != ""), ["concept", "language", "romanisation"]]
    attested.drop_duplicates().to_csv(shared, index=False)
    ours = rows.assign(romanisation=rows.romanisation.mask(theirs, ""))[FORM_COLUMNS]
    if extra is not None:
        ours = pd.concat([ours, _read(extra)[FORM_COLUMNS]])
    ours.drop_duplicates().to_csv(own, index=False)


def _split_numbers(source: Path, target: Path, shared: Path) -> None:
    rows = _read(source)
    theirs = rows.source.str.contains("dakshina")
    columns = ["number", "language", "form", "romanisation"]
    rows.assign(romanisation=rows.romanisation.mask(theirs, ""))[columns].to_csv(
        target / "number_words.csv", index=False
    )
    rows.loc[theirs, ["number", "language", "romanisation"]].drop_duplicates().to_csv(
        shared / "dakshina_number_romanisations.csv", index=False
    )
