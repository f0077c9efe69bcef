"""Metrics for Prometheus, of all workers together, on an address of their own.

Each worker counts into files of a folder (monitoring/workers.py); whichever worker is asked sums
them up. What the store and the warehouse know, of loads as well, is read when it is asked for
(monitoring/state.py): so the `etl` process, whose work it tells of, needs no address of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

PATH = "/metrics"
PREFIX = "reseller_store"
# Seconds; pages are to answer within two of them (NFR-4).
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30)

StartResponse = Callable[..., Any]
Wsgi = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


class WebMetrics:
    """Counts what a worker answers. One for each process."""

    def __init__(self) -> None:
        # Of the files, and not of the process, is what is told: the registry is never asked.
        registry = CollectorRegistry()
        self._requests = Counter(
            f"{PREFIX}_requests", "Requests answered, without static files",
            ["kind", "route", "status"], registry=registry,
        )  # fmt: skip
        self._seconds = Histogram(
            f"{PREFIX}_request_seconds", "How long answers took, by kind",
            ["kind"], buckets=BUCKETS, registry=registry,
        )  # fmt: skip
        self._failures = Counter(
            f"{PREFIX}_failures", "Faults of the portal, written down with a code",
            registry=registry,
        )  # fmt: skip
        self._sign_ins = Counter(
            f"{PREFIX}_sign_ins", "Attempts to sign in, by what came of them",
            ["outcome"], registry=registry,
        )  # fmt: skip

    def answered(self, kind: str, route: str, status: int, seconds: float) -> None:
        self._requests.labels(kind, route, str(status)).inc()
        self._seconds.labels(kind).observe(seconds)

    def failed(self) -> None:
        self._failures.inc()

    def signed_in(self, outcome: str) -> None:
        self._sign_ins.labels(outcome).inc()


class MetricsAddress:
    """Answers metrics at the port of their own, and at the other one what the portal answers."""

    def __init__(self, portal: Wsgi, port: int, state: Collector) -> None:
        self._portal = portal
        self._port = str(port)
        self._state = state

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        # The port of the socket that was connected to, whatever the request says.
        if environ.get("SERVER_PORT") != self._port:
            return self._portal(environ, start_response)
        if environ.get("PATH_INFO") != PATH or environ.get("REQUEST_METHOD") != "GET":
            start_response("404 Not Found", [("Content-Type", "text/plain")])
            return [b"Only GET /metrics is here.\n"]
        body = self._told()
        headers = [("Content-Type", CONTENT_TYPE_PLAIN_0_0_4), ("Content-Length", str(len(body)))]
        start_response("200 OK", headers)
        return [body]

    def _told(self) -> bytes:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        registry.register(self._state)
        return generate_latest(registry)
