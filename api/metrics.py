"""Counts for Prometheus: requests by route and status, how long they took, and how much the graph holds."""

from __future__ import annotations

from functools import cache

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from kg.graph import Graph

__all__ = ["Metrics"]

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """What one app has counted since it started. Labels are routes as declared, never addresses as asked for."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "qipan_requests", "Requests answered.", ("method", "route", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "qipan_request_seconds", "Time to answer.", ("route",), buckets=_SECONDS, registry=self._registry
        )
        self._counter, self._times = cache(self._requests.labels), cache(self._seconds.labels)
        self._held = Gauge("qipan_graph", "How much the graph holds.", ("kind",), registry=self._registry)

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """One request was answered."""
        self._counter(method, route, str(status)).inc()
        self._times(route).observe(seconds)

    def text(self, graph: Graph) -> bytes:
        """Everything, in Prometheus' format."""
        for kind, number in graph.statistics().items():
            self._held.labels(kind).set(number)
        return generate_latest(self._registry)
