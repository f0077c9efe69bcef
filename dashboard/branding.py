"""Whose portal this request shows: what the brand looks like, and where its files are.

A brand's files are addressed by what they hold, so that a browser keeps them and one partner's
address tells nothing of another's. They answer everyone: the sign-in page shows them too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, cast

from flask import Blueprint, Flask, Response, abort, current_app, g, request
from flask.typing import ResponseReturnValue

from dashboard.context import Viewer
from dashboard.delivery import FOR_A_YEAR, asset_url
from dashboard.media import SVG_POLICY
from dashboard.sign_in.forms import host_of
from domain.branding import Branding, BrandingSettings, Picture, branding_for
from domain.colors import Shades
from domain.hosts import ways_to_write

DOMAIN_COOKIE = "portal_domain"
FAVICON = "favicon.svg"
FAVICON_ACCENT = "#2f5bea"  # The colour that assets/favicon.svg is drawn in.

brand_files = Blueprint("brand", __name__, url_prefix="/brand")


@dataclass(frozen=True, slots=True)
class Brand:
    """A brand as pages show it. Addresses are None where the portal's own look stands."""

    about: Branding
    style: str | None
    icon: str | None
    logo: str | None
    logo_dark: str | None

    @property
    def name(self) -> str:
        return self.about.brand


class Brands:
    """Every brand of the installation, made once: what it shows, and the files of it."""

    def __init__(self, settings: BrandingSettings, favicon: str) -> None:
        self._favicon = favicon
        self.styles: dict[str, bytes] = {}
        self.pictures: dict[str, Picture] = {}
        self._usual = self._brand(branding_for(settings))
        self._own = {
            domain: self._brand(branding_for(settings, domain)) for domain in settings.branding
        }

    def of(self, domain: str) -> Brand:
        """Return what the people of a partner see; the operator's where it has none of its own."""
        written = (self._own.get(way) for way in ways_to_write(domain))
        return next(filter(None, written), self._usual)

    def _brand(self, about: Branding) -> Brand:
        return Brand(
            about,
            style=self._style(about),
            icon=self._picture(about.brand_icon or self._own_icon(about)),
            logo=self._picture(about.brand_logo),
            logo_dark=self._picture(about.brand_logo_dark or about.brand_logo),
        )

    def _style(self, about: Branding) -> str | None:
        sheet = style_sheet(about).encode()
        if not sheet:
            return None
        digest = sha256(sheet).hexdigest()[:16]
        self.styles[digest] = sheet
        return f"/brand/{digest}.css"

    def _picture(self, picture: Picture | None) -> str | None:
        if picture is None:
            return None
        self.pictures[picture.digest] = picture
        return f"/brand/{picture.digest}"

    def _own_icon(self, about: Branding) -> Picture | None:
        """Draw the portal's own icon in the brand's colour."""
        if not about.accent:
            return None
        drawing = self._favicon.replace(FAVICON_ACCENT, about.accent)
        return Picture(drawing.encode(), "image/svg+xml")


def style_sheet(about: Branding) -> str:
    """Write a brand's colours over the tokens; nothing where it has none.

    The last rule is for the pages that have no script to look up the system's theme.
    """
    blocks: list[str] = []
    if about.light_shades:
        blocks.append(_rule(':root,\n[data-bs-theme="light"]', about.light_shades))
    if about.dark_shades:
        blocks.append(_rule('[data-bs-theme="dark"]', about.dark_shades))
        unset = _rule(":root:not([data-bs-theme])", about.dark_shades)
        blocks.append(f"@media (prefers-color-scheme: dark) {{\n{unset}}}\n")
    return "".join(blocks)


def install(server: Flask, settings: BrandingSettings, favicon: str) -> None:
    server.extensions["brands"] = Brands(settings, favicon)
    server.register_blueprint(brand_files)
    server.context_processor(lambda: {"brand": current_brand()})


def current_brand() -> Brand:
    """Return whose portal this request shows: the partner's of who is signed in, else of the
    domain that the address or this device names.
    """
    return _brands().of(_domain())


def icon_address() -> str:
    return current_brand().icon or asset_url(FAVICON)


@brand_files.get("/<digest>.css")
def style(digest: str) -> ResponseReturnValue:
    sheet = _brands().styles.get(digest)
    return _kept(sheet, "text/css", digest) if sheet is not None else abort(404)


@brand_files.get("/<digest>")
def picture(digest: str) -> ResponseReturnValue:
    found = _brands().pictures.get(digest)
    if found is None:
        abort(404)
    response = _kept(found.content, found.mimetype, digest)
    # A drawing opened by itself is a document: nothing in it runs, and nothing is fetched for it.
    response.headers["Content-Security-Policy"] = SVG_POLICY
    return response


def _kept(content: bytes, mimetype: str, digest: str) -> Response:
    response = Response(content, mimetype=mimetype)
    response.headers["Cache-Control"] = FOR_A_YEAR
    response.set_etag(digest)
    return cast(Response, response.make_conditional(request))


def _rule(selector: str, shades: Shades) -> str:
    tokens: Iterable[tuple[str, str]] = (
        ("accent", shades.accent),
        ("accent-strong", shades.strong),
        ("accent-soft", shades.soft),
        ("on-accent", shades.on_accent),
    )
    return "".join([f"{selector} {{\n", *(f"  --{name}: {value};\n" for name, value in tokens),
                    "}\n"])  # fmt: skip


def _domain() -> str:
    # What the guard has found, if it came so far: an error's page must not fail on finding it out.
    viewer: Any = g.get("_login_user")
    if isinstance(viewer, Viewer):
        return viewer.domain
    return host_of(request.args.get("domain") or request.cookies.get(DOMAIN_COOKIE))


def _brands() -> Brands:
    return cast(Brands, current_app.extensions["brands"])
