"""The HTML document around every page, and its status."""

from __future__ import annotations

import re
from typing import Any

from dash import Dash
from flask import Response, render_template, request

from dashboard.addresses import Addresses
from dashboard.beginnings import beginning
from dashboard.components.icons import glyph
from dashboard.compression import compress_answer
from dashboard.context import services
from dashboard.delivery import Assets

PLOTLY = "vendor/plotly-basic-4.1.1.min.js"  # Must be the version that plotly.py speaks to.
# In this order: Bootstrap, then the tokens, then what uses both.
FIRST_STYLES = ("vendor/bootstrap.min.css", "css/tokens.css")
PLAIN_STYLE = "css/plain.css"  # For pages without a document of Dash's.
MORPH = "vendor/idiomorph-0.8.0.min.js"  # What assets/js/still.js changes drawn parts by.
# What every page is written in; other alphabets come where they are met.
FONTS = ("vendor/bootstrap-icons-subset.woff2", "vendor/inter-latin-wght-normal.woff2")
STYLE, SCRIPT = "portal.css", "portal.js"  # All of ours, joined.
START = "boot/start.js"  # Takes the place of Dash's own start, which would not wait for the rest.
SCRIPT_TAG = re.compile(r"<script (?=src=)")
# Browsers of today need no polyfill, and no page holds Dash's old table.
UNUSED_SCRIPT = re.compile(r"^.*/(?:polyfill@|dash_table/).*\n?", re.MULTILINE)
# What the renderer has no use for and a stranger might: which versions to attack.
TOLD_TO_NOBODY = ("python_version", "dash_version", "dash_version_url", "ddk_version")


def join_assets(assets: Assets) -> None:
    """Make one style sheet and one script of what every page needs of ours."""
    placed = (*FIRST_STYLES, PLAIN_STYLE)
    others = (name for name in assets.names("css", ".css") if name not in placed)
    assets.join(STYLE, [*FIRST_STYLES, *others])
    assets.join(SCRIPT, [MORPH, *assets.names("js", ".js")])


class PortalDash(Dash):
    """Dash with our document: our head, our status, nothing about what it runs on."""

    def __init__(self, addresses: Addresses, assets: Assets, **options: Any) -> None:
        self._addresses = addresses
        self._assets = assets
        super().__init__(**options)

    def csp_hashes(self, *args: Any, **kwargs: Any) -> list[str]:
        """Return the hashes of the inline scripts in the document: Dash's own start is none."""
        return list(super().csp_hashes(*args, **kwargs))[:-1]  # The last one is the renderer's.

    def index(self, *args: Any, **kwargs: Any) -> Response:
        """Answer with the document of a page: 404 when there is nothing at its address, and 403
        when it is of a section that is hidden from who asks.
        """
        access = services().viewer.access
        status = self._addresses.status(request.path, dict(request.args.lists()), access)
        document = super().index(*args, **kwargs)  # type: ignore[no-untyped-call]
        return compress_answer(Response(document, status, mimetype="text/html"))

    def interpolate_index(self, **parts: str) -> str:  # type: ignore[override]
        found = self._addresses.find(request.path)
        return render_template(
            "document.html",
            title=self._addresses.title(request.path),
            style=self._assets.url(STYLE),
            fonts=[self._assets.url(font) for font in FONTS],
            start=self._assets.url(START),
            plotly=self._assets.url(PLOTLY),
            has_charts=found is not None and found[0].has_charts,
            beginning=beginning(with_page=found is not None and found[0].at_once),
            shape=self._addresses.shape(request.path, services().viewer.access),
            shapes=self._addresses.shapes(),
            failed_icon=glyph("exclamation-circle"),
            css=parts["css"],
            config=parts["config"],
            scripts=SCRIPT_TAG.sub("<script defer ", UNUSED_SCRIPT.sub("", parts["scripts"])),
        )

    def _config(self) -> dict[str, Any]:
        config: dict[str, Any] = super()._config()  # type: ignore[no-untyped-call]
        return {key: value for key, value in config.items() if key not in TOLD_TO_NOBODY}
