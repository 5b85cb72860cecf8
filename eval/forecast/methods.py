"""Who foretells: ours, and its peers."""

OURS = "ours"
BACKTEST = "backtest"  # `haat forecast --backtest`
ENSEMBLE = "ensemble"  # 35 % LSTM, 35 % XGBoost, 30 % Prophet: `haat forecast --method ensemble`

PEERS = {
    "seasonal_naive": "seasonal naive",
    "moving_mean": "moving mean",
    "tsb": "TSB",
    "auto_ets": "AutoETS",
    "auto_theta": "AutoTheta",
    "lightgbm": "LightGBM",
    "xgboost": "XGBoost",
    "prophet": "Prophet",
}
TITLES = {
    OURS: "**Haat Saathi**",
    BACKTEST: "**Haat Saathi**, `--backtest`",
    **PEERS,
    ENSEMBLE: "35 % LSTM, 35 % XGBoost, 30 % Prophet",
}
SAMPLED = ("prophet", ENSEMBLE)  # too slow for all series
NO_QUANTILES = ("moving_mean", "tsb", "lightgbm", "xgboost")
COUNTS_ONLY = ("tsb",)
NAIVE = "naive"  # not shown: what OWA compares with


def peers_of(*, counts: bool) -> tuple[str, ...]:
    """The peers of a task on units sold, or on prices and weights."""
    fitting = tuple(name for name in PEERS if counts or name not in COUNTS_ONLY)
    return fitting if counts else (*fitting, NAIVE)
