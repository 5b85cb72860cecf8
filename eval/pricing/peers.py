"""Foretell every case of a task by one peer; runs in the peers' environment, a process for each."""

import argparse
import json
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from eval.pricing.tasks import cases, tasks

PRIOR = {
    "price": (-2.0, 1.0),
    "promo": (0.3, 0.5),
    "feature": (0.3, 0.5),
    "competitor_price": (0.3, 0.5),
}
REMAINS = (0.0, 0.5)
RIDGE = 1e-6
EM_STEPS = 30


@dataclass(frozen=True)
class Case:
    """Columns in logs and apart from each unit's middle; `y` is the log of units."""

    known: pd.DataFrame
    ask: pd.DataFrame
    terms: list[str]  # price first

    @property
    def level(self) -> pd.Series:
        """The mean log of each unit."""
        return self.known.groupby("unit_id").y.mean()


Found = tuple[np.ndarray, "pd.Series | None"]  # log units of what is asked, elasticities by unit


def main() -> None:
    """Write `NAME.csv` (`log_units, sd`) and `NAME.elasticity.csv` into each case."""
    said = _arguments().parse_args()
    warnings.simplefilter("ignore")
    task = next(t for t in tasks(said.data, quick=said.quick) if t.name == said.task)
    for folder in cases(said.out, task):
        case = read(folder)
        log_units, elasticity = PEERS[said.method](case)
        within, _ = PEERS[said.method](Case(case.known, case.known, case.terms))
        sd = float(np.std(case.known.y - within))
        pd.DataFrame({"log_units": log_units, "sd": sd}).to_csv(folder / f"{said.method}.csv")
        if elasticity is not None:
            elasticity.rename("elasticity").to_csv(folder / f"{said.method}.elasticity.csv")
    Path(said.done).write_text(json.dumps({"method": said.method}), "utf-8")


def read(folder: Path) -> Case:
    """A case as its files tell it."""
    known, ask = pd.read_csv(folder / "train.csv"), pd.read_csv(folder / "ask.csv")
    terms = ["price", *(n for n in ("promo", "feature", "competitor_price") if n in known)]
    for name in [n for n in terms if n.endswith("price")]:
        middle = np.log(known[name]).groupby(known.unit_id).median()
        for part in (known, ask):
            part[name] = (np.log(part[name]) - part.unit_id.map(middle)).fillna(0.0)
    known["y"] = np.log(known.units)
    return Case(known, ask, terms)


def no_price(case: Case) -> Found:
    """Each unit's mean."""
    return case.ask.unit_id.map(case.level).to_numpy(), None


def own_ols(case: Case) -> Found:
    """A regression for each unit by itself."""
    return _each(case, case.terms, ["unit_id"])


def own_ols_price(case: Case) -> Found:
    """The same on the price alone."""
    return _each(case, ["price"], ["unit_id"])


def pooled(case: Case) -> Found:
    """One elasticity for all, a level for each unit, on the price alone."""
    return _within(case, ["price"], lambda f: pd.Series(0, index=f.index))


def pooled_controls(case: Case) -> Found:
    """The same with offers and competitors' prices."""
    return _within(case, case.terms, lambda f: pd.Series(0, index=f.index))


def product_pooled(case: Case) -> Found:
    """One elasticity for each product."""
    return _within(case, case.terms, lambda f: f["product"])


def ridge_to_prior(case: Case) -> Found:
    """Each unit by itself, drawn to what is known of such goods."""
    prior = [PRIOR.get(name, REMAINS) for name in case.terms]
    return _each(case, case.terms, ["unit_id"], prior)


def partial(case: Case) -> Found:
    """Each unit drawn to its product, as far as the spread of the product's units says (by EM)."""
    slopes: dict[str, np.ndarray] = {}
    for _, rows in case.known.groupby("product"):
        centred = {
            str(unit): (part[case.terms] - part[case.terms].mean(), part.y - part.y.mean())
            for unit, part in rows.groupby("unit_id")
        }
        parts = [(x.to_numpy(float), y.to_numpy()) for x, y in centred.values()]
        slopes |= dict(zip(centred, _drawn(parts, len(case.terms)), strict=True))
    return _told(case, case.terms, pd.DataFrame(slopes, index=case.terms).T)


def mixed(case: Case) -> Found:
    """statsmodels' MixedLM: levels and elasticities of units are random, the rest is fixed."""
    import statsmodels.formula.api as formulas  # noqa: PLC0415  # heavy

    said = "y ~ " + " + ".join(case.terms)
    model = formulas.mixedlm(said, case.known, groups="unit_id", re_formula="~price")
    found = model.fit(method="lbfgs", maxiter=50)
    own = pd.DataFrame(found.random_effects).T
    own.columns = ["level", "price"]
    fixed = found.fe_params
    unit = case.ask.unit_id
    log = fixed["Intercept"] + unit.map(own.level) + case.ask.price * unit.map(own.price)
    log += sum(fixed[name] * case.ask[name] for name in case.terms)
    return log.to_numpy(), fixed["price"] + own.price


def double_ml(case: Case) -> Found:
    """Partly linear double machine learning (Chernozhukov et al. 2018), by scikit-learn's trees."""
    from sklearn.ensemble import HistGradientBoostingRegressor  # noqa: PLC0415  # heavy
    from sklearn.model_selection import GroupKFold  # noqa: PLC0415  # heavy

    def columns(part: pd.DataFrame) -> np.ndarray:
        level = part.unit_id.map(case.level)
        return np.column_stack([level, *(part[name] for name in case.terms[1:])])

    known = columns(case.known)
    y, price = case.known.y.to_numpy(), case.known.price.to_numpy()
    left_y, left_price = np.empty(len(y)), np.empty(len(y))
    folds = GroupKFold(min(5, case.known.ds.nunique()))
    for learn, test in folds.split(known, groups=case.known.ds):
        for target, left in ((y, left_y), (price, left_price)):
            model = HistGradientBoostingRegressor(max_iter=100, random_state=7)
            left[test] = target[test] - model.fit(known[learn], target[learn]).predict(known[test])
    slope = float(left_price @ left_y) / max(float(left_price @ left_price), RIDGE)
    rest = HistGradientBoostingRegressor(max_iter=100, random_state=7).fit(known, y - slope * price)
    log = rest.predict(columns(case.ask)) + slope * case.ask.price.to_numpy()
    return log, pd.Series(slope, index=case.level.index)


def lightgbm(case: Case) -> Found:
    """LightGBM on all rows, falling with the price."""
    import lightgbm as library  # noqa: PLC0415  # heavy

    product = {name: n for n, name in enumerate(sorted(case.known["product"].unique()))}
    store = {name: n for n, name in enumerate(sorted(case.known.store.unique()))}

    def columns(part: pd.DataFrame) -> np.ndarray:
        kinds = [part["product"].map(product), part.store.map(store), part.unit_id.map(case.level)]
        return np.column_stack([*(part[name] for name in case.terms), *kinds])

    falling = [-1, *[0] * (len(case.terms) + 2)]
    model = library.LGBMRegressor(
        n_estimators=300, learning_rate=0.05, num_leaves=31, min_child_samples=20,
        monotone_constraints=falling, n_jobs=1, random_state=7, verbose=-1,
    )  # fmt: skip
    kinds = [len(case.terms), len(case.terms) + 1]
    model.fit(columns(case.known), case.known.y, categorical_feature=kinds)
    return np.asarray(model.predict(columns(case.ask))), None


PEERS: dict[str, Callable[[Case], Found]] = {
    "no_price": no_price,
    "own_ols_price": own_ols_price,
    "own_ols": own_ols,
    "pooled": pooled,
    "pooled_controls": pooled_controls,
    "product_pooled": product_pooled,
    "ridge_to_prior": ridge_to_prior,
    "partial": partial,
    "mixed": mixed,
    "double_ml": double_ml,
    "lightgbm": lightgbm,
}


def _each(
    case: Case, terms: list[str], keys: list[str], prior: list[tuple[float, float]] | None = None
) -> Found:
    slopes = {}
    for unit, part in case.known.groupby(keys[0]):
        x = part[terms].to_numpy()
        x, y = x - x.mean(axis=0), (part.y - part.y.mean()).to_numpy()
        middle, precision = np.zeros(len(terms)), np.full(len(terms), RIDGE)
        if prior is not None:
            noise = max(float(np.var(y)), 0.05)
            middle = np.array([mean for mean, _ in prior])
            precision = np.array([noise / sd**2 for _, sd in prior])
        held = x.T @ x + np.diag(precision)
        slopes[unit] = np.linalg.solve(held, x.T @ y + precision * middle)
    return _told(case, terms, pd.DataFrame(slopes, index=terms).T)


def _within(case: Case, terms: list[str], group: Callable[[pd.DataFrame], pd.Series]) -> Found:
    """Levels of units are taken out, slopes are of groups."""
    known = case.known
    unit = known.groupby("unit_id")
    x = known[terms] - unit[terms].transform("mean")
    y = known.y - unit.y.transform("mean")
    slopes = {}
    for name, rows in known.groupby(group(known)).groups.items():
        own = x.loc[rows].to_numpy()
        held = own.T @ own + RIDGE * np.eye(len(terms))
        slopes[name] = np.linalg.solve(held, own.T @ y.loc[rows].to_numpy())
    names = group(known).groupby(known.unit_id).first()
    table = pd.DataFrame(slopes, index=terms).T
    return _told(case, terms, table.loc[names].set_axis(names.index))


def _drawn(parts: list[tuple[np.ndarray, np.ndarray]], terms: int) -> list[np.ndarray]:
    """The slopes of the units of one product; `parts` are rows apart from each unit's mean."""
    free = max(sum(len(y) - 1 for _, y in parts), 1)
    held = sum(x.T @ x for x, _ in parts) + RIDGE * np.eye(terms)
    middle = np.linalg.solve(held, sum(x.T @ y for x, y in parts))
    noise = sum(float(((y - x @ middle) ** 2).sum()) for x, y in parts) / free + RIDGE
    spread, found = np.full(terms, 0.25), []
    for _ in range(EM_STEPS):
        doubts = [np.linalg.inv(x.T @ x / noise + np.diag(1 / spread)) for x, _ in parts]
        found = [
            middle + doubt @ x.T @ (y - x @ middle) / noise
            for (x, y), doubt in zip(parts, doubts, strict=True)
        ]
        middle = np.mean(found, axis=0)
        squares = [
            (own - middle) ** 2 + np.diag(doubt) for own, doubt in zip(found, doubts, strict=True)
        ]
        spread = np.maximum(np.mean(squares, axis=0), 1e-4)
        left = [
            float(((y - x @ own) ** 2).sum() + np.trace(x.T @ x @ doubt))
            for (x, y), own, doubt in zip(parts, found, doubts, strict=True)
        ]
        noise = sum(left) / free + RIDGE
    return found


def _told(case: Case, terms: list[str], slopes: pd.DataFrame) -> Found:
    def along(part: pd.DataFrame) -> np.ndarray:
        own = slopes.loc[part.unit_id].to_numpy()
        return np.asarray((part[terms].to_numpy() * own).sum(axis=1))

    level = (case.known.y - along(case.known)).groupby(case.known.unit_id).mean()
    return case.ask.unit_id.map(level).to_numpy() + along(case.ask), slopes.price


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval.pricing.peers")
    parser.add_argument("--method", required=True)
    parser.add_argument("--task", required=True)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--done", required=True, help="written at the end")
    return parser


if __name__ == "__main__":
    main()
