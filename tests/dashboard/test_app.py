from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient
from plotly.offline import get_plotlyjs_version

from dashboard.app import ASSETS, PAGES
from dashboard.document import FIRST_STYLES, PLOTLY
from tests.warehouse_builder import publish
from tests.web import make_app, show_page, sign_in

ROOT = Path(__file__).parents[2]


@pytest.fixture
def document(signed_in: FlaskClient) -> str:
    return signed_in.get("/things/7").text


def test_the_document_links_nothing_of_another_site(document: str) -> None:
    links = re.findall(r'(?:src|href|data-plotly)="([^"]*)"', document)

    assert len(links) > 10
    assert [link for link in links if not link.startswith("/") or link.startswith("//")] == []


def test_every_link_of_the_document_is_answered(signed_in: FlaskClient, document: str) -> None:
    for link in re.findall(r'(?:src|href|data-plotly)="(/(?:assets|_dash)[^"]*)"', document):
        assert signed_in.get(link).status_code == 200, link


def test_the_document_tells_no_versions(document: str) -> None:
    config = re.search(r'<script id="_dash-config"[^>]*>(.*?)</script>', document)
    assert config
    settings = json.loads(config[1])

    assert "python_version" not in settings
    assert "dash_version" not in settings
    assert sys.version.split()[0] not in document
    assert settings["suppress_callback_exceptions"] is True
    assert "validation_layout" not in settings


def test_the_document_leaves_out_what_no_page_uses(document: str) -> None:
    assert "polyfill" not in document
    assert "dash_table/" not in document
    assert "/plotly.min.js" not in document


def test_the_boot_script_comes_before_anything_is_drawn(document: str) -> None:
    assert document.index("boot/boot.js") < document.index('rel="stylesheet"')
    assert re.findall(r'rel="stylesheet" href="/assets/([^?"]+)', document) == ["portal.css"]


def test_one_style_sheet_and_one_script_hold_all_of_ours(app: Dash) -> None:
    client = app.server.test_client()
    style, script = (client.get(f"/assets/{name}").text for name in ("portal.css", "portal.js"))

    # But for the addresses in it, which change with what they lead to.
    plainly = partial(re.sub, r"url\([^)]*\)", "")
    first = [plainly((ASSETS / name).read_text("utf-8")) for name in FIRST_STYLES]
    assert plainly(style).startswith("\n".join(first))
    for sheet in (ASSETS / "css").glob("*.css"):
        own = plainly(sheet.read_text("utf-8"))
        assert (own in plainly(style)) == (sheet.name != "plain.css")
    for own in (ASSETS / "js").glob("*.js"):
        assert own.read_text("utf-8") in script


def test_the_slim_plotly_is_the_version_plotly_speaks_to() -> None:
    assert PLOTLY == f"vendor/plotly-basic-{get_plotlyjs_version()}.min.js"
    assert (ASSETS / PLOTLY).is_file()


def test_plotly_is_fetched_early_on_pages_with_charts_only(
    tmp_path: Path, document: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests import tiny_page

    monkeypatch.setitem(tiny_page.PAGE, "has_charts", True)  # type: ignore[arg-type]
    client = make_app(tmp_path / "charts").server.test_client()
    sign_in(client)

    early = f'rel="prefetch" href="/assets/{PLOTLY}'
    assert early in client.get("/things/7").text
    assert early not in client.get("/nowhere").text
    assert early not in document


def test_the_document_is_in_the_readers_language_and_theme(signed_in: FlaskClient) -> None:
    signed_in.set_cookie("language", "ru")
    signed_in.set_cookie("theme", "dark")

    assert '<html lang="ru" data-bs-theme="dark">' in signed_in.get("/things/7").text


def test_two_applications_in_one_process_do_not_mix(tmp_path: Path) -> None:
    with_page, without = (
        make_app(tmp_path / name, pages=pages).server.test_client()
        for name, pages in {"first": ["tests.tiny_page"], "second": []}.items()
    )
    sign_in(with_page)
    sign_in(without)

    assert "7 of Alfa" in show_page(with_page, "/things/7").text
    assert "Page not found" in show_page(without, "/things/7").text


def test_callbacks_need_no_look_at_the_layouts(app: Dash) -> None:
    assert app.validation_layout is None


STARTED = """
import sys
from dashboard.context import request_snapshot
from dashboard.wsgi import server
from warehouse.managers import manager_to_sign_in
with server.test_request_context("/"):
    manager_to_sign_in(request_snapshot(), domain="alfa.example", email="anna@alfa.example")
print(*sorted({name.partition(".")[0] for name, module in sys.modules.items() if module}))
"""


@pytest.mark.slow
def test_the_web_process_does_without_pandas(tmp_path: Path) -> None:
    """DuckDB would import it for the first question with a bound value."""
    publish(tmp_path / "warehouse", manager=[{}])

    started = subprocess.run(
        [sys.executable, "-c", STARTED],
        cwd=ROOT,
        env={"DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert started.returncode == 0, started.stderr
    loaded = set(started.stdout.split())
    assert "dash" in loaded
    assert loaded & {"pandas", "pyarrow", "numpy", "etl", "sandbox", "asgiref"} == set()


def test_the_pages_are_listed_by_hand() -> None:
    found = {f"pages.{path.stem}" for path in (ROOT / "pages").glob("*.py")} - {"pages.__init__"}

    assert found == set(PAGES)
