"""From staged rows to a changed draft: the steps that a live load and a replay share."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import duckdb

from domain.errors import TooManyQuarantined
from etl.intake import Intake
from warehouse.apply import ask, keep_quarantined, merge_ledger, merge_mirror, run
from warehouse.connection import Row

# Fewer than this say nothing about the platform's answers as a whole.
LEAST_QUARANTINED = 20


class Workbench:
    """A draft with what a load has staged for it, and how much of each database it changed."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        intake: Intake,
        *,
        load_id: str,
        quarantine_percent: float,
        now: datetime,
    ) -> None:
        self.intake = intake
        self.mirror_changes = 0
        self.ledger_changes = 0
        self._connection = connection
        self._quarantine_percent = quarantine_percent
        self._met = {"load_id": load_id, "met_at": now.astimezone(UTC).replace(tzinfo=None)}

    def ask(self, question: str, binds: Mapping[str, Any] | None = None) -> list[Row]:
        """Return the rows of merges/<question>.sql."""
        return ask(self._connection, question, binds)

    def run(self, name: str) -> int:
        return run(self._connection, name)

    def settle_mirror(self) -> None:
        """Merge what is staged of the mirror, but for what hangs on nothing."""
        self._merge_mirror()
        self.mirror_changes += self.run("recall_touched")

    def settle_mirror_alone(self) -> None:
        """Do so where the ledger stays as it is; what that means for it is kept for the next load.

        Raises:
            TooManyQuarantined: so many records can't be used that the platform is not itself.
        """
        self._merge_mirror()
        self._refuse_too_many()
        self.mirror_changes += run(self._connection, "mirror_quarantine", self._met)
        self.mirror_changes += self.run("keep_touched")

    def settle_ledger(self, *, anew: bool) -> None:
        """Merge what is staged of the ledger and make the costs that change with it: with `anew`,
        all of them. What was staged of charges and consumption has left the stage then.

        Raises:
            TooManyQuarantined: so many records can't be used that the sums would mislead.
        """
        self.run("ledger_orphans")
        self.run("stray_consumption")
        self.intake.set_aside_unusable()
        self._refuse_too_many()
        # What is set aside is told from what is staged, and merging empties the stage.
        mirror, ledger = keep_quarantined(self._connection, self._met)
        self.mirror_changes += mirror
        self.ledger_changes += ledger + merge_ledger(self._connection, anew=anew)

    def choose_checked(self, *, everything: bool) -> None:
        """Choose what is checked before it is published: what this load touched, or everything."""
        self.run("check_everything" if everything else "check_touched")

    def compare(self) -> list[tuple[str, str, date]]:
        """Note where our sums and the platform's differ, in the months it was asked about.

        Returns those that were not known before: reseller, subscription, month.
        """
        differing = self.ask("compared")
        self.ledger_changes += self.run("difference")
        return differing

    def move_cursor(
        self, database: str, collection: str, reseller_id: str, *, read_until: datetime
    ) -> None:
        binds = {
            "collection": collection,
            "reseller_id": reseller_id,
            "read_until": read_until.astimezone(UTC).replace(tzinfo=None),
        }
        run(self._connection, f"{database}_cursor", binds)

    def _merge_mirror(self) -> None:
        self.run("mirror_orphans")
        self.intake.set_aside_unusable()
        self.mirror_changes += merge_mirror(self._connection)

    def _refuse_too_many(self) -> None:
        total, set_aside = self.intake.rows.total(), self.intake.set_aside
        if set_aside >= LEAST_QUARANTINED and set_aside * 100 > self._quarantine_percent * total:
            raise TooManyQuarantined(
                f"{set_aside} of {total} records can't be used, more than"
                f" {self._quarantine_percent:g} %"
            )
