"""AutoETS and Theta of statsforecast on windows of prices. Runs in the peers' environment.

`market_peers.py WINDOWS OUTPUT HORIZON`: reads `unique_id, ds, y`, daily without gaps; writes
`unique_id, peer, step, yhat, lower, upper` for the steps of a week, a fortnight and the horizon.
"""

import sys

import pandas as pd
from statsforecast import StatsForecast
from statsforecast.models import AutoETS, Naive, Theta

PEERS = (AutoETS(1, alias="AutoETS"), Theta(1, alias="Theta"))


def main(windows: str, output: str, horizon: int) -> None:
    """Each peer's means and 95 % bounds."""
    known = pd.read_parquet(windows)
    told = [_told(model, known, horizon) for model in PEERS]
    pd.concat(told).to_parquet(output, index=False)


def _told(model: AutoETS | Theta, known: pd.DataFrame, horizon: int) -> pd.DataFrame:
    one = StatsForecast([model], "D", n_jobs=1, fallback_model=Naive(alias=model.alias))
    found = one.forecast(df=known, h=horizon, level=[95])
    name = model.alias
    told = found.rename(columns={name: "yhat", f"{name}-lo-95": "lower", f"{name}-hi-95": "upper"})
    told["step"] = told.groupby("unique_id").cumcount() + 1
    told["peer"] = name
    kept = told["step"].isin([7, 14, horizon])
    rows: pd.DataFrame = told.loc[kept, ["unique_id", "peer", "step", "yhat", "lower", "upper"]]
    return rows


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
