"""What a person sees while a load runs, and what people and machines read at its end."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any, Self

import click
import msgspec

from domain.periods import format_month
from etl.progress import Progress
from etl.summary import Difference, LoadSummary, Status

MOST_SHOWN = 20


class Bar(Progress):
    """Draws a load's steps on a terminal."""

    def __init__(self) -> None:
        self._bar: Any = click.progressbar(
            length=1,
            label="Loading",
            item_show_func=lambda text: text,
            hidden=not sys.stderr.isatty(),
            file=sys.stderr,
        )

    def __enter__(self) -> Self:
        self._bar.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._bar.__exit__(*error)

    def expect(self, steps: int) -> None:
        self._bar.length = self._bar.pos + steps

    def step(self, text: str) -> None:
        self._bar.update(1, text)


def tell(summary: LoadSummary) -> None:
    """Tell people what became of a load, and machines in the last line."""
    for line in describe(summary):
        click.echo(line)
    click.echo(msgspec.json.encode(as_json(summary)))


def describe(summary: LoadSummary) -> Iterator[str]:
    """Yield what became of a load, in sentences."""
    if summary.status is Status.UNCHANGED:
        yield "Nothing moved."
        return
    if summary.status is not Status.PUBLISHED:
        yield f"The load is {summary.status}: {summary.error}"
        return
    yield f"Load {summary.load_id} ({summary.kind}) is published, as of {summary.as_of}."
    for collection, count in summary.rows.items():
        yield f"  {collection}: {count:,}"
    if summary.quarantined:
        yield f"Set aside, because they can't be used: {summary.quarantined:,} records."
    for page in summary.broken_pages[:MOST_SHOWN]:
        yield f"Could not be read: {page}"
    if summary.deviations:
        yield f"Figures of charges that do not follow from their others: {summary.deviations:,}."
    if summary.differences:
        yield f"The platform's own sums differ in {len(summary.differences):,} places:"
    for difference in summary.differences[:MOST_SHOWN]:
        yield _describe_difference(difference)


def as_json(summary: LoadSummary) -> dict[str, object]:
    """Return what became of a load, for machines."""
    return {
        "load_id": summary.load_id,
        "kind": summary.kind,
        "status": summary.status,
        "as_of": summary.as_of,
        "rows": summary.rows,
        "quarantined": summary.quarantined,
        "differences": len(summary.differences),
        "deviations": summary.deviations,
        "broken_pages": summary.broken_pages,
        "error": summary.error,
    }


def _describe_difference(difference: Difference) -> str:
    return (
        f"  {difference.account or 'account'} ({difference.account_id}), subscription"
        f" {difference.subscription_id}, {format_month(difference.month)}: ours"
        f" {difference.ours.amount}, theirs {difference.theirs.amount} {difference.ours.currency}"
    )
