"""Makes the film of sandbox/data: `python -m sandbox.pictures.film OUT.webm`, once and by hand.

Takes Chromium, through Playwright, for the frames, and ffmpeg for the film.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from sandbox.pictures.canvas import box
from sandbox.pictures.scenes import HEIGHT, WIDTH, draw_around, draw_contents

NAME = "Cloud services"
SHOWN = ("list", "overview", "posture")
SECONDS_EACH, PER_SECOND = 2.0, 15
REVEALED_IN = 0.9
SCALE = 0.75


def draw_frame(second: float) -> str:
    """Draw the film at a time: one picture after another comes in from the left."""
    place = min(int(second / SECONDS_EACH), len(SHOWN) - 1)
    part = min((second - place * SECONDS_EACH) / REVEALED_IN, 1.0)
    eased = 1 - (1 - part) ** 3
    shown = box(290, 130, 930 * eased, 598, "#fff")
    contents = draw_contents(NAME, SHOWN[place])
    return draw_around(
        NAME,
        f'<clipPath id="c">{shown}</clipPath>'
        f'<g clip-path="url(#c)" opacity="{0.2 + 0.8 * eased:.2f}">{contents}</g>',
    )


def make_film(path: Path) -> None:
    """Draw every frame, and have them encoded."""
    from playwright.sync_api import sync_playwright

    size = {"width": int(WIDTH * SCALE), "height": int(HEIGHT * SCALE)}
    count = int(len(SHOWN) * SECONDS_EACH * PER_SECOND)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport=size)  # type: ignore[arg-type]
        for number in range(count):
            frame = draw_frame(number / PER_SECOND)
            page.set_content(f"<style>body{{margin:0}}svg{{zoom:{SCALE}}}</style>{frame}")
            page.screenshot(path=f"{folder}/{number:03d}.png")
        browser.close()
        encode = ["ffmpeg", "-y", "-framerate", str(PER_SECOND), "-i", f"{folder}/%03d.png",
                  "-c:v", "libvpx-vp9", "-pix_fmt", "yuv420p", "-crf", "28", "-b:v", "0",
                  "-g", "30", str(path)]  # fmt: skip
        subprocess.run(encode, check=True)  # noqa: S603 - the arguments are all ours


if __name__ == "__main__":
    make_film(Path(sys.argv[1]))
