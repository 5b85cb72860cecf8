"""Hand-made searches in the demo shop's catalogue: `python -m eval.find_cases`."""

import sys
import tomllib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app.demo.load import load_demo
from haat.core.actor import Actor, Role
from haat.language.concepts import concept_of
from haat.language.places import load_gazetteer
from haat.store.engine import migrate, open_engine
from tools.context import ToolContext
from tools.find_products import FindProducts, products_page

TODAY, NOW = date(2026, 11, 25), datetime(2026, 11, 25, 6, tzinfo=UTC)
ACTOR = Actor("demo", "eval", Role.ADMIN, None, demo=True)
CASES = Path(__file__).with_name("find_cases.toml")
WANTED = ("first", "any", "none")


def main() -> None:
    """Print what is not found as it should be, and end with 1 where there is such a case."""
    cases: Sequence[Mapping[str, Any]] = tomllib.loads(CASES.read_text("utf-8"))["case"]
    with TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'demo.db'}")
        migrate(engine)
        load_demo(engine, TODAY)
        context = ToolContext(ACTOR, engine, TODAY, NOW, load_gazetteer())
        missed = [missed for case in cases if (missed := _missed(context, case))]
        engine.dispose()
    print("\n".join([*missed, f"{len(cases) - len(missed)} of {len(cases)} found"]))
    sys.exit(1 if missed else 0)


def _missed(context: ToolContext, case: Mapping[str, Any]) -> str:
    """What came instead; nothing where it is right."""
    asked = {name: value for name, value in case.items() if name not in WANTED}
    found = products_page(context, FindProducts.model_validate(asked), limit=3)
    came = [str(row["product"]) for row in found.rows]
    return "" if _right(case, came) else f"{asked}: {', '.join(came) or 'nothing'}"


def _right(case: Mapping[str, Any], came: Sequence[str]) -> bool:
    if "none" in case:
        return not came
    if "first" in case:
        return came[:1] == [case["first"]]
    return bool(came) and concept_of(came[0]) in case["any"]


if __name__ == "__main__":
    main()
