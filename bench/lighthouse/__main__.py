"""Lets Lighthouse look at pages of a signed-in manager, and writes what it says into results.md.

python -m bench.lighthouse                   every page, as on a desktop and on a phone
python -m bench.lighthouse --page analytics  this page, on the screen only, with what costs points

What else the machine does only takes away from a score: of a few runs the best one counts. Beside
it stand the performances of all, and how fast Lighthouse found the machine at that moment.
"""

from __future__ import annotations

import json
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from playwright.sync_api import sync_playwright

from screenshots.camera import PATIENCE_MS, sign_in
from screenshots.chromium import LAUNCH
from screenshots.stage import ADMIN, Stage, staged

HERE = Path(__file__).parent
LIGHTHOUSE = HERE / "node_modules" / ".bin" / "lighthouse"
RESULTS = HERE.parent / "results.md"
BEGIN = "<!-- lighthouse -->"  # What follows in results.md is ours.
PAGES = {"main": "/", "analytics": "/analytics", "subscriptions": "/subscriptions"}
DEVICES = {"desktop": ["--preset=desktop"], "phone": []}
CATEGORIES = ("performance", "accessibility", "best-practices")
GOAL = 95


ABOUT = f"""{BEGIN}
## What Lighthouse says

`make lighthouse` writes this part: scores of a hundred, signed in; wanted: {GOAL} each. The phone
is Lighthouse's: a slow 4G and a processor four times slower. Each time the browser begins with an
empty cache. A row is the best of its runs; "runs" has the performance of each. "Machine" is what
Lighthouse found it to do meanwhile: a desktop that does nothing else has 1,500 and more.

| Page | on a | performance | accessibility | best practices | | first paint | largest | blocked \
| shift | machine | runs |
| --- | --- | ---: | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What Lighthouse said of a page: its scores, out of a hundred, and what costs points."""

    scores: dict[str, float]
    metrics: dict[str, str]
    machine_index: float
    faults: tuple[str, ...]


@click.command()
@click.option("--page", "pages", multiple=True, type=click.Choice(list(PAGES)))
@click.option("--device", "devices", multiple=True, type=click.Choice(list(DEVICES)))
@click.option("--runs", default=3)
def main(*, pages: tuple[str, ...], devices: tuple[str, ...], runs: int) -> None:
    """Look at some pages, or at all and write what was found down."""
    lines = []
    with tempfile.TemporaryDirectory() as folder, staged(Path(folder)) as stage, browser(
        stage, Path(folder)
    ) as port:  # fmt: skip
        for page in pages or PAGES:
            for device in devices or DEVICES:
                url = stage.url + PAGES[page]
                verdicts = [found for _ in range(runs) if (found := look(url, device, port))]
                lines.append(told(page, device, verdicts))
                click.echo(lines[-1])
                if pages:
                    click.echo("\n".join(f"    {fault}" for fault in verdicts[-1].faults))
    if not pages and not devices:
        write_down(lines)


@contextmanager
def browser(stage: Stage, folder: Path) -> Iterator[int]:
    """Start a Chromium in which a manager is signed in; give the port that it is steered by."""
    port = _free_port()
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            folder / "profile",
            executable_path=LAUNCH["executable_path"],
            args=[*LAUNCH["args"], f"--remote-debugging-port={port}"],
            base_url=stage.url,
            locale="en",
        )
        context.set_default_timeout(PATIENCE_MS)
        sign_in(context.pages[0], ADMIN)
        context.pages[0].wait_for_selector("#content h1")
        try:
            yield port
        finally:
            context.close()


def look(url: str, device: str, port: int) -> Verdict | None:
    """Return what Lighthouse says of a page; None where it failed itself, which is told."""
    command = [
        str(LIGHTHOUSE), url, f"--port={port}", "--output=json", "--quiet",
        f"--only-categories={','.join(CATEGORIES)}", *DEVICES[device],
    ]  # fmt: skip
    answer = subprocess.run(command, capture_output=True, check=False, timeout=180)
    if answer.returncode:
        click.echo(answer.stderr.decode(errors="replace"), err=True)
        return None
    return read(json.loads(answer.stdout))


def read(report: dict[str, Any]) -> Verdict:
    audits = report["audits"]
    faults = []
    for name in CATEGORIES:
        for part in report["categories"][name]["auditRefs"]:
            audit = audits[part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 1:
                value = audit.get("displayValue", "")
                faults.append(f"{name}: {audit['title']} {value} ({audit['score']:.2f})")
    return Verdict(
        {name: report["categories"][name]["score"] * 100 for name in CATEGORIES},
        {
            name: audits[name]["displayValue"].replace("\u00a0", " ")
            for name in ("first-contentful-paint", "largest-contentful-paint",
                         "total-blocking-time", "cumulative-layout-shift")
        },
        report["environment"]["benchmarkIndex"],
        tuple(faults),
    )  # fmt: skip


def told(page: str, device: str, verdicts: list[Verdict]) -> str:
    """Write one row: what was said in the run whose performance is best.

    Raises:
        click.ClickException: Lighthouse failed in every run.
    """
    if not verdicts:
        raise click.ClickException(f"Lighthouse said nothing of {page} on a {device}")
    best = max(verdicts, key=lambda one: one.scores["performance"])
    scores = best.scores.values()
    verdict = "met" if min(scores) >= GOAL else "missed"
    cells = [page, device, *(f"{score:.0f}" for score in scores), verdict, *best.metrics.values(),
             f"{best.machine_index:.0f}",
             " ".join(f"{one.scores['performance']:.0f}" for one in verdicts)]  # fmt: skip
    return f"| {' | '.join(cells)} |"


def write_down(lines: list[str]) -> None:
    """Put the table in its place in results.md."""
    table = [ABOUT, *lines, ""]
    before = RESULTS.read_text("utf-8").partition(BEGIN)[0].rstrip("\n")
    RESULTS.write_text("\n".join([before, "", *table]), "utf-8")


def _free_port() -> int:
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        port: int = attempt.getsockname()[1]
        return port


if __name__ == "__main__":
    main()
