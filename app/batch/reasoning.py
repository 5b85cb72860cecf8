"""Why something is recommended, in words."""

from collections.abc import Callable, Mapping, Sequence

from haat.analytics.recommending.reasons import Kind, Reason


def said(reason: Reason, names: Sequence[str]) -> str:
    """One short sentence; `names` are those of the items."""
    return _SAYING[reason.kind](reason, [names[item] for item in reason.items])


_SAYING: Mapping[Kind, Callable[[Reason, list[str]], str]] = {
    "again": lambda r, _: f"in {r.count} of the last {r.of} orders",
    "goes_with": lambda r, own: (
        f"mainly because of {' and '.join(own)} ({r.count} buyers have both)"
    ),
    "like_users": lambda r, _: f"bought by {r.count} of the {r.of} buyers most alike",
    "like_goods": lambda _, own: f"like {own[0]}, which is bought already",
    "begun": lambda r, _: f"{r.count} buyers began to buy it lately",
    "sells": lambda r, _: f"in {r.count} orders of all buyers",
    "little_known": lambda _, __: "little is known yet",
}
