"""Serves the stand-in for the platform: `python -m sandbox`."""

from __future__ import annotations

import logging
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from mail.outbox import outbox_of
from sandbox.mail import Post
from sandbox.platform import Platform
from sandbox.progress import progress_bar
from sandbox.seed import latest_day, seed
from sandbox.server import HOST, helpers_of, platform_server
from settings import read_settings

log = logging.getLogger("sandbox")


def main() -> int:
    """Serve the store in DATA_DIR on SANDBOX_PORT until told to end; make the store if needed."""
    settings = read_settings()
    logging.basicConfig(level=settings.log_level, format="%(name)s %(levelname)s %(message)s")
    signal.signal(signal.SIGTERM, _end)
    try:
        path = store_path(settings.data_dir)
        if not path.exists():
            with progress_bar("Seeding the sandbox") as progress:
                seed(path, latest_day(datetime.now(UTC)), progress=progress)
        post = Post(outbox_of(settings.mail_to), f"http://{HOST}:{settings.portal_port}")
        _serve(Platform(path), settings.sandbox_port, post)
    except KeyboardInterrupt:
        log.info("ended")
    return 0


def _serve(platform: Platform, port: int, post: Post) -> None:
    platform.catch_up()
    server = platform_server(platform, port)
    helpers = helpers_of(platform, post)
    for helper in helpers:
        helper.start()
    log.info("the platform is at http://%s:%s", server.host, server.port)
    try:
        # The server ends without an error when it is interrupted.
        server.serve_forever(poll_interval=0.1)
    finally:
        for helper in helpers:
            helper.stop()


def store_path(data_dir: Path) -> Path:
    return data_dir / "sandbox" / "platform.sqlite3"


def _end(signal_number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
