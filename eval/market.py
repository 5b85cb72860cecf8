"""`python -m eval.market --data F`: is a market price foretold better than by saying that it stays?

Real daily prices of India (AGMARKNET; Department of Consumer Affairs, retail), none after 2019. From
rolling origins, each series is foretold 7, 14 and 28 days ahead with what was known on the day.
Errors are shares of the price on the day; the relative error is against persistence, with bounds by
drawing origins anew, since all markets of a day move together.
"""

import argparse
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from eval.measurement import ended, versions
from haat.analytics.market_outlook import HISTORY_DAYS, HORIZONS, MarketOutlook, outlooks

PACKAGES = ("haat-saathi", "numpy", "pandas")
PEERS_SCRIPT = Path(__file__).parent / "market_peers.py"
PEERS = ("AutoETS", "Theta")
END = date(2020, 1, 1)
STEP_DAYS = 35
WINDOW_DAYS = 182  # that the peers look at, daily, the last price carried
LEAST_QUOTES = 0.4  # of the days; 6 days of 7 are market days, and many markets rest more
STALE_DAYS = 3  # before the origin, of its newest quote
SLIP = 5.0  # a price so many times off what its neighbours say is no price
DRAWS = 400
Prices = Mapping[date, float]


@dataclass(frozen=True, slots=True)
class Case:
    """One series seen from one day."""

    id: str
    commodity: str
    origin: date
    known: Prices
    after: Prices

    @property
    def now(self) -> float:
        """The newest price."""
        return self.known[max(self.known)]


def main(words: Sequence[str] | None = None) -> int:
    """Exit code 0 when it ran, 1 with one line on stderr where it could not."""
    said = _arguments().parse_args(words)
    print(_circumstances(said))
    return ended("eval.market", lambda: _measure(said))


def _measure(said: argparse.Namespace) -> None:
    for name, read in SETS.items():
        begun = time.process_time()
        cases = list(cases_of(read(said.data), said))
        scored = _scored(name, cases, said)
        seconds = time.process_time() - begun
        print(f"\n## {name}: {len(cases)} cases, {seconds:.0f} CPU s with reading\n")
        print(table(scored, said.seed), flush=True)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m eval.market", description="Measure the outlook of market prices."
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the Parquet files")
    parser.add_argument("--environment", type=Path, help="with statsforecast; default: no peers")
    parser.add_argument("--series", type=int, default=12, help="places of each commodity")
    parser.add_argument("--first", type=date.fromisoformat, default=date(2018, 1, 1))
    parser.add_argument("--until", type=date.fromisoformat, default=END, help="no price from then")
    parser.add_argument("--seed", type=int, default=20261126)
    parser.add_argument("--out", type=Path, default=Path("var/market"), help="for the windows")
    return parser


def _mandi(folder: Path) -> pd.DataFrame:
    """`commodity, place, date, price`: the middle of a market's varieties, Rs a quintal."""
    told = pd.read_parquet(folder / "mandi_prices_daily.parquet").dropna(subset=["modal"])
    told["place"] = told["state"].astype(str) + "/" + told["market"].astype(str)
    told["commodity"] = told["commodity"].astype(str)
    by_day = told.groupby(["commodity", "place", "date"])["modal"].median()
    return by_day.rename("price").reset_index()


def _retail(folder: Path) -> pd.DataFrame:
    """The same of a centre's shops, Rs a kg or pack."""
    told = pd.read_parquet(folder / "dca_retail_prices_daily.parquet")
    long = told.melt(["date", "centre"], var_name="commodity", value_name="price").dropna()
    return long.rename(columns={"centre": "place"})


SETS = {"mandi": _mandi, "retail": _retail}


def cases_of(told: pd.DataFrame, said: argparse.Namespace) -> Iterator[Case]:
    """Origins of some places of each commodity that quote often, drawn by the seed."""
    told = told.assign(date=pd.to_datetime(told["date"]).dt.date)
    told = told[(told["date"] < min(said.until, END)) & (told["price"] > 0)]
    chance = np.random.default_rng(said.seed)
    for commodity, of_it in told.groupby("commodity", sort=True):
        recent = of_it[of_it["date"] >= said.first]
        days = (min(said.until, END) - said.first).days
        quotes = recent.groupby("place").size()
        places = sorted(quotes.index[quotes >= LEAST_QUOTES * days])
        for place in chance.permutation(places)[: said.series]:
            series = of_it[of_it["place"] == place].sort_values("date")
            yield from _origins(str(commodity), str(place), series, said)


def _origins(
    commodity: str, place: str, series: pd.DataFrame, said: argparse.Namespace
) -> Iterator[Case]:
    prices = series.set_index("date")["price"]
    around = prices.rolling(15, center=True, min_periods=3).median()
    true = prices[(prices < SLIP * around) & (prices * SLIP > around)]
    day, last = said.first, min(said.until, END) - timedelta(days=max(HORIZONS))
    while day < last:
        start = day - timedelta(days=HISTORY_DAYS)
        known = prices[(prices.index > start) & (prices.index <= day)]
        after = true[(true.index > day)]
        if len(known) and max(known.index) >= day - timedelta(days=STALE_DAYS):
            yield Case(f"{commodity}|{place}|{day}", commodity, day, dict(known), dict(after))
        day += timedelta(days=STEP_DAYS)


def _scored(name: str, cases: Sequence[Case], said: argparse.Namespace) -> pd.DataFrame:
    """A row for each case, horizon and method: its error and whether its bounds held."""
    peers = _peers(name, cases, said) if said.environment else {}
    rows = [row for case in cases for row in _rows(case, peers)]
    return pd.DataFrame(rows)


def _rows(
    case: Case, peers: Mapping[tuple[str, int], Sequence["Told"]]
) -> Iterator[dict[str, object]]:
    for outlook in outlooks(case.known):
        price = happened(case, outlook.horizon_days)
        if price is None:
            continue
        told = [_ours(outlook, case.now), *peers.get((case.id, outlook.horizon_days), ())]
        for name, yhat, lower, upper in told:
            yield {
                "commodity": case.commodity,
                "origin": case.origin,
                "horizon": outlook.horizon_days,
                "name": name,
                "method": outlook.method,
                "direction": outlook.direction,
                "moved": price / case.now - 1,
                "error": abs(price - yhat) / case.now,
                "persistence": abs(price - case.now) / case.now,
                "covered": lower <= price <= upper,
                "width": (upper - lower) / case.now,
            }


Told = tuple[str, float, float, float]  # the method, the price foretold and its bounds


def _ours(outlook: MarketOutlook, now: float) -> Told:
    return ("ours", now * outlook.expected, now * outlook.lower, now * outlook.upper)


def happened(case: Case, horizon: int) -> float | None:
    """The price so many days after the newest known one, or a day off."""
    day = max(case.known) + timedelta(days=horizon)
    near = (day, day - timedelta(days=1), day + timedelta(days=1))
    return next((case.after[when] for when in near if when in case.after), None)


def _peers(
    name: str, cases: Sequence[Case], said: argparse.Namespace
) -> dict[tuple[str, int], list[Told]]:
    said.out.mkdir(parents=True, exist_ok=True)
    windows, output = said.out / f"{name}.parquet", said.out / f"{name}-peers.parquet"
    pd.concat([_window(case) for case in cases]).to_parquet(windows, index=False)
    python = said.environment.resolve() / "bin" / "python"
    words = [str(python), "-W", "ignore", str(PEERS_SCRIPT), str(windows), str(output)]
    subprocess.run([*words, str(max(HORIZONS))], check=True)  # noqa: S603  # our own words
    found: dict[tuple[str, int], list[Told]] = {}
    told = pd.read_parquet(output)
    bounds = np.exp(told[["yhat", "lower", "upper"]].to_numpy()).tolist()
    about = zip(told["unique_id"], told["step"], told["peer"], bounds, strict=True)
    for case, step, peer, (yhat, lower, upper) in about:
        found.setdefault((str(case), int(step)), []).append((str(peer), yhat, lower, upper))
    return found


def _window(case: Case) -> pd.DataFrame:
    """Logarithms of the last days, without a gap; slips within are as the source has them."""
    prices = pd.Series(case.known)
    prices.index = pd.to_datetime(prices.index)
    daily = np.log(prices).resample("D").last().ffill().tail(WINDOW_DAYS)
    return pd.DataFrame({"unique_id": case.id, "ds": daily.index, "y": daily.to_numpy()})


def table(scored: pd.DataFrame, seed: int) -> str:
    """A line for each commodity, horizon and method, and what was chosen and foretold."""
    lines = [
        "| commodity | days | n | persistence | method | relative | 95 % | covers | width |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    every = scored.assign(commodity="all")
    for (commodity, horizon), of_it in pd.concat([scored, every]).groupby(["commodity", "horizon"]):
        lines += [
            _line(f"{commodity} | {horizon}", name, one, seed)
            for name, one in of_it.groupby("name", sort=False)
        ]
    return "\n".join([*lines, "", *_choices(scored[scored["name"] == "ours"])])


def _line(head: str, name: object, one: pd.DataFrame, seed: int) -> str:
    still = one["persistence"].sum() == 0
    relative, low, high = (1.0, 1.0, 1.0) if still else _relative(one, seed)
    return (
        f"| {head} | {len(one)} | {one['persistence'].mean():.2%} | {name} | {relative:.3f} "
        f"| {low:.3f}..{high:.3f} | {one['covered'].mean():.3f} | {one['width'].median():.1%} |"
    )


def _relative(one: pd.DataFrame, seed: int) -> tuple[float, float, float]:
    """The relative error and its bounds, origins drawn with replacement."""
    sums = one.groupby("origin")[["error", "persistence"]].sum().to_numpy()
    chance = np.random.default_rng(seed)
    drawn = sums[chance.integers(len(sums), size=(DRAWS, len(sums)))].sum(axis=1)
    moved = drawn[drawn[:, 1] > 0]
    low, high = np.quantile(moved[:, 0] / moved[:, 1], [0.025, 0.975])
    return one["error"].sum() / one["persistence"].sum(), float(low), float(high)


def _choices(ours: pd.DataFrame) -> Iterator[str]:
    """Which methods were taken, and how often a rise or a fall that was told came."""
    for horizon, of_it in ours.groupby("horizon"):
        methods = of_it["method"].value_counts(normalize=True)
        taken = ", ".join(f"{name} {share:.1%}" for name, share in methods.items())
        yield f"{horizon} days: {taken}; {_told_right(of_it)}"


def _told_right(of_it: pd.DataFrame) -> str:
    words = []
    for direction, sign in (("rises", 1), ("falls", -1)):
        told = of_it[of_it["direction"] == direction]
        right = (told["moved"] * sign > 0).mean() if len(told) else float("nan")
        words.append(f"{direction} told {len(told)} times, right {right:.0%}")
    return ", ".join(words)


def _circumstances(said: argparse.Namespace) -> str:
    return (
        f"Origins every {STEP_DAYS} days from {said.first} until {min(said.until, END)}, up to "
        f"{said.series} places a commodity, seed {said.seed}. "
        f"{versions(PACKAGES)}{_peer_versions(said.environment)}."
    )


def _peer_versions(environment: Path | None) -> str:
    if environment is None:
        return ""
    asked = (
        "from importlib.metadata import version as v; print('statsforecast', v('statsforecast'))"
    )
    words = [str(environment.resolve() / "bin" / "python"), "-c", asked]
    told = subprocess.run(words, check=True, capture_output=True, text=True)  # noqa: S603
    return f"; peers: {told.stdout.strip()}"


if __name__ == "__main__":
    raise SystemExit(main())
