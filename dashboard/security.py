"""What every answer says to the browser, and what every request must bring."""

from __future__ import annotations

import secrets

from dash import Dash
from flask import Flask, Response, g, request
from flask_wtf.csrf import CSRFProtect, generate_csrf
from werkzeug.middleware.proxy_fix import ProxyFix

from dashboard.context import PortalSettings

CSRF_COOKIE = "_csrf_token"  # Dash sends it back with each callback, as X-CSRFToken.
LARGEST_BODY = 1024 * 1024
YEAR_SECONDS = 365 * 24 * 60 * 60

POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    # Dash's components and Plotly write style tags and attributes of their own.
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
UNUSED_FEATURES = ("accelerometer", "camera", "geolocation", "gyroscope", "microphone", "payment",
                   "usb")  # fmt: skip


def configure(server: Flask, settings: PortalSettings) -> None:
    server.secret_key = settings.secret_key
    server.config.update(
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        # Flask's own session holds the secret behind the forms' tokens and nothing else.
        SESSION_COOKIE_NAME="__Host-portal_forms" if settings.https else "portal_forms",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # A token is as good as the session it belongs to.
    )
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        server.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            server.wsgi_app, x_for=count, x_proto=count, x_host=count
        )


def install(server: Flask, settings: PortalSettings) -> None:
    """Add the headers and the CSRF check. Comes after the guard, which answers first."""
    headers = fixed_headers(settings)

    def add_headers(response: Response) -> Response:
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Content-Security-Policy", _policy(server))
        response.headers["X-Request-ID"] = request_id()
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        return response

    def keep_csrf_cookie(response: Response) -> Response:
        if request.method == "GET" and response.mimetype == "text/html":
            response.set_cookie(CSRF_COOKIE, generate_csrf(), samesite="Lax", secure=settings.https)
        return response

    CSRFProtect(server)
    server.after_request(add_headers)
    server.after_request(keep_csrf_cookie)


def fixed_headers(settings: PortalSettings) -> dict[str, str]:
    """Return the headers that every answer carries, static files' included."""
    headers = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in UNUSED_FEATURES),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    if settings.https:
        headers["Strict-Transport-Security"] = f"max-age={YEAR_SECONDS}"
    return headers


def freeze_policy(app: Dash) -> None:
    """Allow the inline scripts Dash writes, by their hashes.

    Comes after the first request: Dash registers the script of its pages only then.
    """
    app.server.extensions["policy"] = _written(
        POLICY | {"script-src": " ".join(["'self'", *app.csp_hashes()])}
    )


def request_id() -> str:
    """Return the code of this request: in its answer, in the log and on an error's page."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(4)
    return str(g.request_id)


def _policy(server: Flask) -> str:
    policy: str = server.extensions.get("policy", _written(POLICY))
    return policy


def _written(policy: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in policy.items())
