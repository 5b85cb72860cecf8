"""The numbers of one server, for Prometheus."""

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """Requests, turns, latency, refusals, recommendations and how enquiries are spread, in a registry of their own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "haat_requests",
            "requests answered",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self._latency = Histogram(
            "haat_request_seconds",
            "time to answer",
            ("route",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._refusals = Counter(
            "haat_refusals", "problem documents sent", ("kind",), registry=self._registry
        )
        self._turns = Counter(
            "haat_turns", "turns of a conversation", ("channel", "outcome"), registry=self._registry
        )
        self._turn_latency = Histogram(
            "haat_turn_seconds",
            "time of a turn",
            ("channel",),
            buckets=_SECONDS,
            registry=self._registry,
        )

        self._recommendations = Counter(
            "haat_recommendations",
            "goods recommended, and what was said to them",
            ("mode", "status"),
            registry=self._registry,
        )
        self._coverage = Gauge(
            "haat_enquiries_buyer_coverage",
            "share of all buyers who were asked in the last 90 days",
            registry=self._registry,
        )
        self._largest = Gauge(
            "haat_enquiries_largest_share",
            "largest share of a tenant's enquiries of the last 90 days that went to one buyer",
            registry=self._registry,
        )
        self._won = Gauge(
            "haat_enquiries_won",
            "share of ended enquiries with an order, by how many enquiries the seller made",
            ("seller_size",),
            registry=self._registry,
        )

    def asked(self, coverage: float, largest: float, won: Mapping[str, float]) -> None:
        """Set how fairly enquiries are spread; all are shares."""
        self._coverage.set(coverage)
        self._largest.set(largest)
        for size, share in won.items():
            self._won.labels(size).set(share)

    def recommended(self, mode: str, status: str, count: int = 1) -> None:
        """Count goods by `status`: `shown`, `accepted` or `rejected`; the first is what rates are of."""
        self._recommendations.labels(mode, status).inc(count)

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answered request."""
        self._requests.labels(method, route, str(status)).inc()
        self._latency.labels(route).observe(seconds)

    def refusal(self, kind: str) -> None:
        """Count one problem document."""
        self._refusals.labels(kind).inc()

    def turn(self, channel: str, outcome: str, seconds: float) -> None:
        """Count one turn; `outcome` is `answered`, `asked_back`, `ungrounded` or `failed`."""
        self._turns.labels(channel, outcome).inc()
        self._turn_latency.labels(channel).observe(seconds)

    def text(self) -> bytes:
        """All numbers in Prometheus' text format."""
        return generate_latest(self._registry)
