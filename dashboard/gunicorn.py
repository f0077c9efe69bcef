"""How gunicorn serves the portal: `gunicorn --config dashboard/gunicorn.py dashboard.wsgi:server`.

Passwords must not cross a network in the clear. So the portal listens on this machine only, until
HTTPS=true or TRUSTED_PROXIES says that something in front of it speaks TLS, or PORTAL_HOST where to
listen. Any of gunicorn's own settings can be given besides: `GUNICORN_CMD_ARGS="--timeout 90"`.
"""

from __future__ import annotations

import subprocess
import sys
from typing import Any

from domain.errors import SettingsError
from monitoring.logs import gunicorns_logs
from monitoring.workers import empty_folder, forget_worker, use_folder
from settings import read_settings, session_secret

STORE_CHECK = (sys.executable, "-c", "from cli import main; main()", "migrate", "--check")

try:
    settings = read_settings()
except SettingsError as error:
    raise SystemExit(str(error)) from None

is_behind_tls = settings.https or settings.trusted_proxies > 0
host = settings.portal_host or ("0.0.0.0" if is_behind_tls else "127.0.0.1")  # noqa: S104
bind = [f"[{host}]:{settings.portal_port}" if ":" in host else f"{host}:{settings.portal_port}"]

if settings.metrics_address:
    # The same workers listen there, and answer nothing but metrics (dashboard/telling_metrics.py).
    bind.append(settings.metrics_address)
    use_folder(settings.metrics_dir)

    def child_exit(_: Any, worker: Any) -> None:
        forget_worker(worker.pid)


def on_starting(_: Any) -> None:
    """Refuse to start where every request would fail, and say why once, not in every worker."""
    try:
        session_secret(settings)
    except SettingsError as error:
        raise SystemExit(str(error)) from None
    # In a process of its own: what it imports would stay in this one.
    if subprocess.call(STORE_CHECK, stdout=subprocess.DEVNULL):  # noqa: S603 - nothing of others
        raise SystemExit(1)
    if settings.metrics_address:
        empty_folder(settings.metrics_dir)


worker_class = "gthread"
workers = settings.web_workers
threads = settings.web_threads
preload_app = False  # DuckDB and the store's connections do not survive a fork.
control_socket_disable = True

# A view's filters are in its address, and once more, encoded, in the one that leads to sign-in.
limit_request_line = 8_190

# A worker that does not answer for so long is taken for stuck, and replaced.
timeout = 60
# SIGTERM ends the portal and SIGHUP puts new workers in place of the old ones, which read the
# settings and the code anew. What is being answered may take so long then; nothing new is begun.
graceful_timeout = 30
keepalive = 30
# A worker is replaced now and then, not all at once, so that nothing it leaks adds up.
max_requests = 5_000
max_requests_jitter = 500

# The application itself says what it answered, without queries (dashboard/answering.py).
accesslog = None
loglevel = settings.log_level.lower()
logconfig_dict = gunicorns_logs(settings.log_level, settings.log_format)
