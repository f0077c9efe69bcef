"""A part of a page that is asked for again until what it shows is stable (DET-6, SUB-3).

Only what changed is drawn again, so that nothing flickers, and who hears the page hears only what
is new. Where the platform stops answering, what it said last stays, with a note.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dash import Dash, Input, Output, State, dcc, html, no_update
from plotly.io.json import to_json_plotly

from dashboard.components.about import About, read_about
from dashboard.components.attributes import aria, data
from dashboard.components.page import notice
from dashboard.texts import gettext
from domain.errors import NotFound, UpstreamError

ASKED_AGAIN_SECONDS = 10

Shown = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the part shows now. `refresh_seconds` is None when it is stable; `sentence` says it in
    short; `is_live` tells that it is the platform's own answer.
    """

    parts: list[Any]
    refresh_seconds: int | None
    sentence: str
    is_live: bool

    @property
    def digest(self) -> str:
        """Two that look the same have the same."""
        text = to_json_plotly(self.parts)
        return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


def unreachable(title: str, text: str) -> Drawn:
    """Return what stands there while nobody can tell what there is to show."""
    told = [html.H1(title), html.Div(notice(text, "warn"))]
    return Drawn(told, ASKED_AGAIN_SECONDS, "", is_live=False)


class Followed:
    """A followed part, by the name its ids begin with."""

    def __init__(self, name: str) -> None:
        self.part = f"{name}-part"
        self.note = f"{name}-note"
        self.said = f"{name}-said"
        self.tick = f"{name}-tick"
        self.shown = f"{name}-shown"

    def draw(self, drawn: Drawn, about: About) -> html.Div:
        """Draw the part, and what keeps it true; `about` is what `redraw` is told."""
        seconds = drawn.refresh_seconds
        return html.Div(
            [
                html.Div(id=self.note),
                html.Div(drawn.parts, id=self.part),
                html.Div(id=self.said, className="visually-hidden", role="status",
                         **aria(live="polite")),
                dcc.Interval(id=self.tick, interval=(seconds or 1) * 1000, disabled=not seconds),
                dcc.Store(id=self.shown, data=_shown(drawn, about)),
            ],
            # Where assets/js/managing.js asks for it at once, when something was done.
            **data(followed=self.tick),
        )  # fmt: skip

    def register(self, app: Dash, redraw: Callable[[About], Drawn]) -> None:
        """Ask again on the tick. `redraw` answers for what the page is about; the browser sends
        it, so that it has to be checked like anything else that comes from there.
        """

        def follow(_: int, shown: Shown) -> dict[str, Any]:
            about = read_about(shown)
            if about is None:
                return _changes()
            try:
                drawn = redraw(about)
            except NotFound:
                return _changes(disabled=True)
            except UpstreamError:
                return _changes(note=_not_answering())
            if shown.get("is_live") and not drawn.is_live:
                return _changes(note=_not_answering())
            return _difference(drawn, shown, about)

        app.callback(
            {
                "note": Output(self.note, "children"),
                "part": Output(self.part, "children"),
                "said": Output(self.said, "children"),
                "interval": Output(self.tick, "interval"),
                "disabled": Output(self.tick, "disabled"),
                "shown": Output(self.shown, "data"),
            },
            Input(self.tick, "n_intervals"),
            State(self.shown, "data"),
            prevent_initial_call=True,
        )(follow)


def _difference(drawn: Drawn, shown: Shown, about: About) -> dict[str, Any]:
    """Return what is new of a part since it was drawn last."""
    now = _shown(drawn, about)
    is_new = now["digest"] != shown.get("digest")
    return _changes(
        note=[],
        part=drawn.parts if is_new else no_update,
        said=drawn.sentence if now["sentence"] != shown.get("sentence") else no_update,
        interval=(drawn.refresh_seconds or 1) * 1000,
        disabled=drawn.refresh_seconds is None,
        shown=now if is_new else no_update,
    )


def _changes(**changes: Any) -> dict[str, Any]:
    places = ("note", "part", "said", "interval", "disabled", "shown")
    return dict.fromkeys(places, no_update) | changes


def _shown(drawn: Drawn, about: About) -> Shown:
    return {
        "about": about,
        "digest": drawn.digest,
        "sentence": drawn.sentence,
        "is_live": drawn.is_live,
    }


def _not_answering() -> html.Div:
    text = gettext(
        "The platform does not answer at the moment; this is what it said last. It is asked again"
        " by itself."
    )
    return notice(text, "warn")
