"""Writes all reference data that ship, from the folder of collected public data (needs pandas and pyarrow)."""

import argparse
import sys
from pathlib import Path

import hsn
import lexicon
import places
import prices

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Write haat/language/data and haat/store/reference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", type=Path, required=True, help="the folder of collected data")
    source = parser.parse_args().source
    language = ROOT / "haat" / "language" / "data"
    lexicon.write(source, language)
    hsn.write(source, language)
    markets = places.markets(source, places.Districts(source))
    published = prices.collect(source, markets)
    places.write(markets, source, language)
    prices.write(published, ROOT / "haat" / "store" / "reference")
    sys.stdout.write(published.report())


if __name__ == "__main__":
    main()
