"""A small dated extract of the prices that Indian government departments publish, cleaned and aggregated."""

import gzip
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
from places import Markets, rows_of, state_name

OWN = Path(__file__).parent / "own"
# the feed of data.gov.in reads the same names
AGMARKNET = Path(__file__).parents[2] / "app" / "feeds" / "agmarknet_commodities.csv"
COLUMNS = [
    "commodity", "date", "district", "market", "variety", "modal", "min", "max",
    "arrival_t", "unit", "level", "source",
]  # fmt: skip
KEY = ["commodity", "date", "district", "market", "variety", "level"]
RETAIL_FROM, RETAIL_TO = "2019-10-01", "2019-12-31"
DAILY_FROM, DAILY_TO = "2019-11-27", "2019-12-31"
BUNCH_BELOW = 100  # Rs a quintal: greens are reported by the bunch in some markets


@dataclass(slots=True)
class Published:
    """The rows that ship, and how many lines fell away and why."""

    rows: pd.DataFrame
    dropped: Counter[str] = field(default_factory=Counter)

    def report(self) -> str:
        """Counts by source, and what was dropped."""
        kept = self.rows.groupby(["source", "level"]).size().to_dict()
        return f"kept {len(self.rows)}: {kept}\ndropped: {dict(self.dropped)}\n"


def collect(source: Path, markets: Markets) -> Published:
    """All three extracts under our concepts and places."""
    dropped: Counter[str] = Counter()
    parts = [_snapshot(source, markets, dropped), _daily(source, markets, dropped)]
    wholesale = _sane(pd.concat(parts), dropped)
    rows = pd.concat([wholesale, _retail(source, markets, dropped)])
    rows = rows.groupby(KEY, as_index=False).agg(
        modal=("modal", "median"),
        min=("min", "min"),
        max=("max", "max"),
        arrival_t=("arrival_t", "sum"),
        unit=("unit", "first"),
        source=("source", "first"),
    )
    rows["modal"] = rows.modal.round(2)
    half = rows["min"].isna() | rows["max"].isna()  # a range needs both ends
    rows.loc[half, ["min", "max"]] = np.nan
    rows.loc[rows.arrival_t == 0, "arrival_t"] = np.nan
    return Published(rows[COLUMNS].sort_values(KEY, ignore_index=True), dropped)


def write(published: Published, target: Path) -> None:
    """Write market_prices.csv.gz, the same bytes each time."""
    target.mkdir(parents=True, exist_ok=True)
    text = published.rows.to_csv(index=False, float_format="%.10g")
    packed = gzip.compress(text.encode(), compresslevel=9, mtime=0)
    (target / "market_prices.csv.gz").write_bytes(packed)


def _snapshot(source: Path, markets: Markets, dropped: Counter[str]) -> pd.DataFrame:
    """One week of the national feed: breadth."""
    rows = pd.read_csv(source / "mandi_snapshot_2023w30.csv.gz", keep_default_na=False).rename(
        columns={
            "arrival_date": "date",
            "min_price": "min",
            "max_price": "max",
            "modal_price": "modal",
        }
    )
    return _mapped(rows.assign(arrival_t=np.nan), markets, dropped)


def _daily(source: Path, markets: Markets, dropped: Counter[str]) -> pd.DataFrame:
    """Five weeks of daily reports: enough history for changes over 7 and 30 days."""
    rows = pd.read_parquet(source / "mandi_prices_daily.parquet").drop(columns="variety")
    rows["date"] = rows.date.astype(str)
    rows = rows[rows.date.between(DAILY_FROM, DAILY_TO)]
    dropped["daily: arrival without a price"] += int(rows.modal.isna().sum())
    rows = rows.dropna(subset=["modal"]).assign(district="")
    for column in ("commodity", "state", "market"):
        rows[column] = rows[column].astype(str)
    return _mapped(rows, markets, dropped)


def _mapped(rows: pd.DataFrame, markets: Markets, dropped: Counter[str]) -> pd.DataFrame:
    names = pd.read_csv(AGMARKNET, keep_default_na=False)
    known = rows.merge(names, on="commodity")
    dropped["wholesale: commodity outside the lexicon"] += len(rows) - len(known)
    known["state"] = known.state.map(state_name)
    where = {
        k: markets.resolve(k[0], k[2], k[1])
        for k in sorted(set(zip(known.state, known.district, known.market, strict=True)))
    }
    places = [where[k] for k in zip(known.state, known.district, known.market, strict=True)]
    placed = [p is not None for p in places]
    dropped["wholesale: market without a district"] += placed.count(False)
    known = known[placed]
    known["district"] = [p[0] for p in places if p]
    known["market"] = [p[1] for p in places if p]
    known["commodity"] = known.concept
    return known.assign(unit="quintal", level="wholesale", source="agmarknet")[[*COLUMNS, "state"]]


def _sane(rows: pd.DataFrame, dropped: Counter[str]) -> pd.DataFrame:
    """Without lines whose modal price lies outside their own range, and without errors of unit.

    A unit error is a price that is far off its commodity's median in the whole country and in its own
    state: threefold, and up to eightfold where the commodity's prices differ widely of themselves.
    """
    outside = (rows.modal < rows["min"]) | (rows.modal > rows["max"])
    dropped["wholesale: modal outside its own range"] += int(outside.sum())
    rows = rows[~outside]
    bunch = rows.modal < BUNCH_BELOW
    dropped["wholesale: price of a bunch or piece"] += int(bunch.sum())
    rows = rows[~bunch].reset_index(drop=True)
    log = np.log(rows.modal)
    year = rows.date.str[:4]
    country = [rows.commodity, rows.variety, year]
    off = (log - log.groupby(country).transform("median")).abs()
    usual = off.groupby(country).transform("median") * 1.4826
    state = log.groupby([*country, rows.state])
    off_state = (log - state.transform("median")).abs()
    few = rows.market.groupby([*country, rows.state]).transform("nunique") < 3
    wrong = (off > np.clip(4 * usual, np.log(3), np.log(8))) & (few | (off_state > np.log(2.5)))
    dropped["wholesale: unit error"] += int(wrong.sum())
    kept: pd.DataFrame = rows[~wrong]
    return kept.drop(columns="state")


def _retail(source: Path, markets: Markets, dropped: Counter[str]) -> pd.DataFrame:
    """One price a week and centre, on the last day of the week that has one."""
    wide = pd.read_parquet(source / "dca_retail_prices_daily.parquet")
    wide["date"] = wide.date.astype(str)
    wide = wide[wide.date.between(RETAIL_FROM, RETAIL_TO)]
    long = wide.melt(["date", "centre"], var_name="column", value_name="modal").dropna()
    long = long.merge(pd.read_csv(OWN / "dca_commodities.csv", keep_default_na=False), on="column")
    middle = long.groupby(["centre", "concept"]).modal.transform("median")
    country = long.groupby("concept").modal.transform("median")
    typo = (long.modal > 4 * middle) | (long.modal < middle / 4) | (long.modal > 6 * country)
    dropped["retail: typing error"] += int(typo.sum())
    long = long[~typo]
    week = pd.to_datetime(long.date).dt.to_period("W-SUN")
    last = long.sort_values("date").groupby([long.centre, long.concept, week], sort=False).tail(1)
    centres = _centres(source, markets)
    last = last.assign(
        commodity=last.concept,
        district=[centres[c][0] for c in last.centre],
        market=[centres[c][1] for c in last.centre],
        min=np.nan, max=np.nan, arrival_t=np.nan, level="retail", source="dca",
    )  # fmt: skip
    return last[COLUMNS]


def _centres(source: Path, markets: Markets) -> dict[str, tuple[str, str]]:
    """(district id, market name) of each reporting centre."""
    own = {row["centre"]: row for row in rows_of(OWN / "dca_centres.csv")}
    centres = {}
    for row in rows_of(source / "dca_centres.csv"):
        name, state = row["centre"], state_name(row["state"])
        said = own.get(name)
        place = said["place"] if said else markets.districts.find(state, name.title())
        if place is None:
            raise SystemExit(f"no district for the centre {name}, {row['state']}")
        district = markets.districts.places[place]
        town = said["market"] if said else ""
        found = markets.resolve(district.state, town, place.rpartition(", ")[0]) if town else None
        centres[name] = found or (place, district.name)
    return centres
