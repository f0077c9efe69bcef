"""The portal as a WSGI application, `server`: settings, then services, then the application."""

from __future__ import annotations

import logging
import sys
from dataclasses import replace

from dashboard.app import create_app
from dashboard.bulk_work import BulkWorker
from dashboard.delivery import compress_static
from dashboard.platform import platform_actions, platform_client
from settings import read_settings, session_secret
from store.database import Store
from warehouse.connection import Warehouse

# DuckDB imports pandas, where it is installed, as soon as a value is bound to a question: 85 MB a
# worker, and a third of a second of the first answer. Here pandas is not installed.
sys.modules["pandas"] = None  # type: ignore[assignment]

settings = read_settings()
logging.basicConfig(
    level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
)
# At INFO it writes a line for each question to the platform: an open page asks every few seconds.
logging.getLogger("httpx").setLevel(logging.WARNING)
# All workers sign with the same secret, else each would refuse what another handed out.
settings = replace(settings, secret_key=session_secret(settings))
server = create_app(
    settings,
    Warehouse(
        settings.warehouse_dir,
        threads=settings.warehouse_threads,
        memory_limit=settings.warehouse_memory,
    ),
    Store(settings.store_url),
    platform=platform_client(settings),
    actions=platform_actions(settings),
).server
compress_static(server)
BulkWorker(server).start()
