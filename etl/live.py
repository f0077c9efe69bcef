"""A load that asks the platform: what is read in which order, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date
from itertools import chain

from domain.periods import ONE_DAY
from etl.bring_in import Workbench
from etl.compare import months_to_compare, read_again
from etl.extract import Cursors, Extraction
from etl.progress import Progress
from etl.windows import Consuming
from upstream.client import UpstreamClient
from upstream.transport import Answer
from warehouse.connection import Row

STEPS_OF_RESELLER = 11
OTHER_STEPS = 6


def known_cursors(rows: Iterable[Row]) -> Cursors:
    """Return up to when each collection of each reseller has been read, from known_cursor.sql."""
    return {
        (collection, reseller_id): read_until.replace(tzinfo=UTC)
        for collection, reseller_id, read_until in rows
    }


def look_up_parents(bench: Workbench, extraction: Extraction, client: UpstreamClient) -> None:
    """Ask for what others in the mirror name by its id, and nobody has told us of."""
    for collection, question, fetch in (
        ("subscriptions", "missing_subscription", client.fetch_subscription),
        ("accounts", "missing_account", client.fetch_account),
        ("plans", "missing_plan", client.fetch_plan),
    ):
        bench.intake.take(extraction.parents(collection, bench.ask(question), fetch))


class LiveLoad:
    """Brings into a draft what the platform says now."""

    def __init__(
        self,
        bench: Workbench,
        extraction: Extraction,
        client: UpstreamClient,
        *,
        today: date,
        is_full: bool,
        progress: Progress,
    ) -> None:
        self._bench = bench
        self._extraction = extraction
        self._client = client
        self._today = today
        self._is_full = is_full
        self._progress = progress

    def bring_in(self, reseller_pages: Iterable[Answer]) -> None:
        """Read, stage, merge and compare.

        Raises:
            UpstreamError: the platform can't be reached, or does not let us in.
            TooManyQuarantined: too much of what it says can't be used.
        """
        intake = self._bench.intake
        intake.take(self._extraction.again(self._bench.ask("known_quarantine")))
        intake.take(self._extraction.resellers(reseller_pages))
        resellers = [reseller_id for (reseller_id,) in self._bench.ask("reached_reseller")]
        self._progress.expect(STEPS_OF_RESELLER * len(resellers) + OTHER_STEPS)
        intake.take(chain.from_iterable(map(self._extraction.of_reseller, resellers)))
        self._progress.step("looking up what others name")
        # What is named by its id may have come into being while we read.
        missing = self._bench.ask("missing_charge")
        intake.take(self._extraction.parents("charges", missing, self._client.fetch_charge))
        look_up_parents(self._bench, self._extraction, self._client)
        self._progress.step("merging what resellers have")
        self._bench.settle_mirror()
        self._progress.step("reading consumption")
        consuming = self._consuming()
        intake.take(self._extraction.consumption(consuming))
        self._progress.step("merging what it costs")
        self._bench.settle_ledger(anew=self._is_full)
        intake.stage.clear()
        self._compare(resellers, consuming)

    def _consuming(self) -> list[Consuming]:
        days = {"since": self._extraction.consumed_since, "end": self._today + ONE_DAY}
        rows = self._bench.ask("consuming_subscription", days)
        return [Consuming(*row) for row in rows]

    def _compare(self, resellers: list[str], consuming: list[Consuming]) -> None:
        self._progress.step("comparing with the platform's own sums")
        months = months_to_compare(self._bench, resellers, self._today)
        self._bench.intake.take(self._extraction.expenses(months))
        self._bench.settle_ledger(anew=False)
        differing = self._bench.compare()
        self._bench.intake.stage.clear()
        if differing:
            self._progress.step("reading again what differs")
            read_again(self._bench, self._extraction, differing, consuming)
            self._bench.compare()
            self._bench.intake.stage.clear()
