"""The portal as a WSGI application, `server`: settings, then services, then the application."""

from __future__ import annotations

import sys
from dataclasses import replace

from dashboard.answering import about_request
from dashboard.app import create_app
from dashboard.bulk_work import BulkWorker
from dashboard.delivery import compress_static
from dashboard.platform import platform_actions, platform_client
from dashboard.telling_metrics import tell_metrics, web_metrics
from monitoring.logs import set_up_logs
from settings import read_settings, session_secret
from store.database import Store
from warehouse.connection import Warehouse

# DuckDB imports pandas, where it is installed, as soon as a value is bound to a question: 85 MB a
# worker, and a third of a second of the first answer. Here pandas is not installed.
sys.modules["pandas"] = None  # type: ignore[assignment]
# So does orjson with numpy, for the first component that it is to write: 13 MB.
sys.modules["numpy"] = None  # type: ignore[assignment]

settings = read_settings()
set_up_logs(settings.log_level, settings.log_format, about_request)
# All workers sign with the same secret, else each would refuse what another handed out.
settings = replace(settings, secret_key=session_secret(settings))
store = Store(settings.store_url)
observer = web_metrics() if settings.metrics_address else None
server = create_app(
    settings,
    Warehouse(
        settings.warehouse_dir,
        threads=settings.warehouse_threads,
        memory_limit=settings.warehouse_memory,
    ),
    store,
    platform=platform_client(settings),
    actions=platform_actions(settings),
    observer=observer,
).server
compress_static(server)
if settings.metrics_port is not None:
    tell_metrics(server, settings.metrics_port)
BulkWorker(server).start()
