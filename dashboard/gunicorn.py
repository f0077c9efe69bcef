"""How gunicorn serves the portal: `gunicorn --config dashboard/gunicorn.py dashboard.wsgi:server`.

Passwords must not cross a network in the clear. So the portal listens on this machine only, until
HTTPS=true or TRUSTED_PROXIES says that something in front of it speaks TLS. Any of gunicorn's own
settings can be given besides: `GUNICORN_CMD_ARGS="--bind 10.0.0.5:8050"`.
"""

from __future__ import annotations

from domain.errors import SettingsError
from settings import read_settings

try:
    settings = read_settings()
except SettingsError as error:
    raise SystemExit(str(error)) from None

is_behind_tls = settings.https or settings.trusted_proxies > 0
bind = f"{'0.0.0.0' if is_behind_tls else '127.0.0.1'}:{settings.portal_port}"  # noqa: S104

worker_class = "gthread"
workers = settings.web_workers
threads = settings.web_threads
preload_app = False  # DuckDB and the store's connections do not survive a fork.
control_socket_disable = True

# A view's filters are in its address, and once more, encoded, in the one that leads to sign-in.
limit_request_line = 8_190

timeout = 60
graceful_timeout = 20
keepalive = 30
# A worker is replaced now and then, not all at once, so that nothing it leaks adds up.
max_requests = 5_000
max_requests_jitter = 500

accesslog = None
loglevel = settings.log_level.lower()
