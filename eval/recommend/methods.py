"""Who recommends: ours, and its peers."""

OURS = "ours"
PEERS = {
    "popularity": "popularity",
    "trending": "trending, 28 days",
    "top_frequency": "P-TopFreq",
    "tifu_knn": "TIFU-KNN",
    "item_knn": "item-kNN",
    "ease": "EASE",
    "ials": "iALS, 64 factors (implicit)",
    "bpr": "BPR, 64 factors (implicit)",
    "lightfm": "LightFM WARP with names (lightfm-next)",
    "content": "names, TF-IDF",
}
TITLES = {OURS: "**Haat Saathi**", **PEERS}
SHELVES = ("all", "new")
LISTED = 10
