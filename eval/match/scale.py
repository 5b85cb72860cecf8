"""Makes a market of 100,000 sellers and 10,000 buyers of invented words, places and prices."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd

SELLERS, BUYERS, DEALS, WORDS = 100_000, 10_000, 300_000, 6_000
SYLLABLES = ("ari", "bo", "dun", "eki", "fa", "gul", "him", "jo", "kel", "lam", "mi", "nor")


def main() -> None:
    """Write its tables to the folder that is named, drawn with the seed that is."""
    folder, rng = Path(sys.argv[1]), np.random.default_rng(int(sys.argv[2]))
    folder.mkdir(parents=True, exist_ok=True)
    words = np.array(["".join(rng.choice(SYLLABLES, 3)) for _ in range(WORDS)])
    _side(rng, words, SELLERS, "seller", ("capacity", "price")).to_csv(
        folder / "sellers.csv", index=False
    )
    _side(rng, words, BUYERS, "buyer", ("volume", "max_price")).to_csv(
        folder / "buyers.csv", index=False
    )
    buyer = np.minimum(rng.pareto(1.2, DEALS) * 300, BUYERS - 1).astype(int)
    day = pd.Timestamp("2022-01-01") + pd.to_timedelta(rng.integers(0, 1_000, DEALS), "D")
    pd.DataFrame(
        {
            "seller": [f"S{n}" for n in rng.integers(0, SELLERS, DEALS)],
            "buyer": [f"B{n}" for n in buyer],
            "ds": day.strftime("%Y-%m-%d"),
        }
    ).to_csv(folder / "history.csv", index=False)


def _side(
    rng: np.random.Generator, words: np.ndarray, count: int, name: str, more: tuple[str, str]
) -> pd.DataFrame:
    common = 1 / np.arange(1, WORDS + 1)
    said = words[rng.choice(WORDS, (count, 8), p=common / common.sum())]
    return pd.DataFrame(
        {
            name: [f"{name[0].upper()}{n}" for n in range(count)],
            "text": [" ".join(line) for line in said],
            "lat": rng.uniform(9, 30, count).round(4),
            "lon": rng.uniform(70, 92, count).round(4),
            more[0]: "",
            more[1]: rng.uniform(50, 500, count).round(),
        }
    )


if __name__ == "__main__":
    main()
