"""Takes a picture of every page: `make screenshots`, into var/screenshots.

python -m screenshots                              every scene at 1280, 768 and 390, both themes
python -m screenshots --language ru main analytics these, in Russian
python -m screenshots --width 640 --theme dark     as at 200 %, in one theme
"""

from __future__ import annotations

import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import click
from playwright.sync_api import Browser, BrowserContext, Error, Page, Response

from screenshots.camera import HEIGHTS, THEMES, Camera, browser, visit
from screenshots.scenes import SCENES, Scene
from screenshots.stage import Stage, staged


@click.command()
@click.argument("names", nargs=-1)
@click.option("--language", type=click.Choice(["en", "ru"]), default="en")
@click.option("--width", "widths", multiple=True, type=int, default=tuple(HEIGHTS))
@click.option("--theme", "themes", multiple=True, type=click.Choice(THEMES), default=THEMES)
@click.option("--folder", type=click.Path(path_type=Path), default=Path("var/screenshots"))
@click.option("--first-screen", is_flag=True, help="Only what is seen without scrolling.")
@click.option("--axe", is_flag=True, help="Look for what keeps people from using a page, too.")
def main(
    *,
    names: tuple[str, ...],
    language: str,
    widths: tuple[int, ...],
    themes: tuple[str, ...],
    folder: Path,
    first_screen: bool,
    axe: bool,
) -> None:
    """Take pictures of the scenes that are named, or of all."""
    unknown = set(names) - {scene.name for scene in SCENES}
    if unknown:
        raise click.UsageError(f"there is no scene called {', '.join(sorted(unknown))}")
    chosen = [scene for scene in SCENES if not names or scene.name in names]
    folder.mkdir(parents=True, exist_ok=True)
    camera = Camera(folder, widths, themes, is_whole=not first_screen, is_examined=axe)
    with tempfile.TemporaryDirectory() as kept, staged(Path(kept)) as stage, browser() as chromium:
        failed = photograph(chosen, camera, stage, chromium, language)
    sys.exit(f"wrong: {', '.join(failed)}" if failed else 0)


def photograph(
    scenes: list[Scene], camera: Camera, stage: Stage, chromium: Browser, language: str
) -> list[str]:
    """Take the pictures of some scenes; return the names of those in which something went wrong."""
    profiles: dict[str | None, BrowserContext] = {}
    failed = []
    for scene in scenes:
        if scene.who not in profiles:
            profiles[scene.who] = visit(chromium, stage, language, scene.who)
        began = time.monotonic()
        with closing(profiles[scene.who].new_page()) as page:
            troubles = troubles_of(page)
            page.set_viewport_size({"width": 1280, "height": 900})
            try:
                scene.act(page, stage)
                troubles += camera.take(page, scene.name)
                click.echo(f"{scene.name}: {time.monotonic() - began:.1f} s")
            except Error as error:
                troubles.append(error.message.splitlines()[0])
        if troubles:
            failed.append(scene.name)
            click.echo("\n".join(troubles))
    return failed


def troubles_of(page: Page) -> list[str]:
    """Return a list that gets what breaks in a page or behind it."""
    troubles: list[str] = []

    def note(answer: Response) -> None:
        if answer.status == 500:  # The others are said on purpose.
            troubles.append(f"{answer.status} of {answer.url}")

    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("response", note)
    return troubles


if __name__ == "__main__":
    main()
