"""Makes the tables of each set: sellers, buyers, history, and what came later; in the peers' environment."""

import argparse
from pathlib import Path

import pandas as pd

from eval.match.households import CUT, LATER, households
from eval.match.tenders import tenders

TENDERS_CUT = "2024-08-01"
BARE = {
    "seller": ["text", "lat", "lon", "capacity", "price"],
    "buyer": ["text", "lat", "lon", "volume", "max_price"],
}


def main() -> None:
    """Write the sets that are asked for and not there yet."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seeds", required=True)
    said = parser.parse_args()
    for seed in map(int, said.seeds.split(",")):
        folder = said.out / f"tenders-{seed}"
        if not folder.exists():
            buyers, deals = tenders(seed)
            _write(folder, deals, TENDERS_CUT, buyers)
    folder = said.out / "households"
    if not folder.exists():
        deals = households(seed=1)
        before, later = deals[deals.ds < CUT], deals[deals.ds >= CUT]
        few = pd.concat([before, later.groupby("seller").head(LATER)])
        buyers = pd.DataFrame({"buyer": sorted(set(deals.buyer))})
        _write(folder, few, CUT, buyers.assign(text=buyers.buyer))


def _write(folder: Path, deals: pd.DataFrame, cut: str, buyers: pd.DataFrame) -> None:
    """Sellers who dealt before and after, buyers who did before; a seller is where she dealt."""
    history, later = deals[deals.ds < cut], deals[deals.ds >= cut]
    buyers = buyers[buyers.buyer.isin(history.buyer)]
    later = later[later.seller.isin(history.seller) & later.buyer.isin(buyers.buyer)]
    sellers = pd.DataFrame({"seller": sorted(set(later.seller))})
    if "lat" in buyers:
        at = history.merge(buyers[["buyer", "lat", "lon"]], on="buyer")
        sellers = sellers.merge(at.groupby("seller")[["lat", "lon"]].mean().reset_index())
    folder.mkdir(parents=True)
    for name, table in (("seller", sellers), ("buyer", buyers)):
        table.reindex(columns=[name, *BARE[name]]).to_csv(folder / f"{name}s.csv", index=False)
    history.to_csv(folder / "history.csv", index=False)
    later[["seller", "buyer"]].drop_duplicates().to_csv(folder / "later.csv", index=False)


if __name__ == "__main__":
    main()
