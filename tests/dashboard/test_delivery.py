from __future__ import annotations

import gzip
import os
import re
import time
from pathlib import Path

import brotli
import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard.compression import UNUSED_DAYS, CompressedFiles
from dashboard.delivery import ASK_AGAIN, FOR_A_YEAR, Assets, StaticFiles, compress_static
from tests.web import sign_in

RULES = b".card { color: red; }\n" * 200
REACT = re.compile(r'src="(/_dash-component-suites/dash/deps/react@18[^"]+)"')


def not_found(_environ: object, start_response: object) -> list[bytes]:
    raise AssertionError("the application was asked")


def static_client(files: StaticFiles) -> FlaskClient:
    from werkzeug.test import Client

    return Client(files)  # type: ignore[return-value]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in {
        "css/card.css": RULES,
        "css/fonts.css": b'@font-face { src: url("../fonts/a.woff2"), url(missing.png) }',
        "fonts/a.woff2": os.urandom(2_000),
        ".hidden/secret.css": b"",
    }.items():
        path = tmp_path / "assets" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (tmp_path / "secret.txt").write_text("secret")
    return tmp_path / "assets"


@pytest.fixture
def assets(folder: Path) -> Assets:
    return Assets(folder)


@pytest.fixture
def served(assets: Assets, tmp_path: Path) -> FlaskClient:
    files = StaticFiles(not_found, tmp_path / "static", {"X-Content-Type-Options": "nosniff"})
    files.add_assets(assets)
    files.prepare()
    return static_client(files)


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"),
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip, deflate", "gzip", gzip.decompress),
        ("gzip;q=0, br;q=0", None, bytes),
        ("identity", None, bytes),
        ("", None, bytes),
    ],
)
def test_a_file_is_sent_in_the_best_encoding_a_browser_takes(
    served: FlaskClient, accepted: str, encoding: str | None, unpack: type[bytes]
) -> None:
    answer = served.get("/assets/css/card.css", headers={"Accept-Encoding": accepted})

    assert answer.status_code == 200
    assert answer.headers.get("Content-Encoding") == encoding
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert unpack(answer.data) == RULES
    if encoding:
        assert len(answer.data) < len(RULES) / 10


def test_what_is_compressed_already_is_sent_as_it_is(served: FlaskClient, folder: Path) -> None:
    answer = served.get("/assets/fonts/a.woff2", headers={"Accept-Encoding": "br"})

    assert "Content-Encoding" not in answer.headers
    assert answer.data == (folder / "fonts/a.woff2").read_bytes()
    assert answer.headers["Content-Type"] == "font/woff2"


def test_an_address_with_the_contents_version_is_kept_for_a_year(
    served: FlaskClient, assets: Assets
) -> None:
    url = assets.url("css/card.css")

    assert served.get(url).headers["Cache-Control"] == FOR_A_YEAR
    assert served.get("/assets/css/card.css").headers["Cache-Control"] == ASK_AGAIN
    # A worker that still has the older content must not have it kept as the newer one.
    other_version = served.get("/assets/css/card.css?v=000000000000")
    assert other_version.headers["Cache-Control"] == ASK_AGAIN


@pytest.mark.parametrize("accepted", ["br", "gzip", ""])
def test_an_unchanged_file_is_not_sent_again(served: FlaskClient, accepted: str) -> None:
    headers = {"Accept-Encoding": accepted}
    etag = served.get("/assets/css/card.css", headers=headers).headers["ETag"]

    answer = served.get("/assets/css/card.css", headers={**headers, "If-None-Match": etag})

    assert (answer.status_code, answer.data) == (304, b"")
    assert answer.headers["Cache-Control"] == ASK_AGAIN
    other = served.get("/assets/css/card.css", headers={**headers, "If-None-Match": '"x"'})
    assert other.status_code == 200


def test_a_version_changes_with_the_content_and_with_what_it_names(folder: Path) -> None:
    before = Assets(folder)
    (folder / "fonts/a.woff2").write_bytes(b"another font")
    after = Assets(folder)

    assert before.url("fonts/a.woff2") != after.url("fonts/a.woff2")
    assert before.url("css/fonts.css") != after.url("css/fonts.css")
    assert before.url("css/card.css") == after.url("css/card.css")


def test_files_that_are_joined_come_as_one(folder: Path) -> None:
    for name in ("one", "two"):
        (folder / f"{name}.js").write_text(f"let {name};")
    assets = Assets(folder)
    assets.join("all.js", ["two.js", "one.js"])
    first = assets.url("all.js")

    text = assets.files["all.js"].read().decode()
    assert re.findall(r"let (\w+);", text) == ["two", "one"]
    (folder / "one.js").write_text("let three;")
    changed = Assets(folder)
    changed.join("all.js", ["two.js", "one.js"])
    assert changed.url("all.js") != first
    with pytest.raises(LookupError):
        assets.join("all.js", ["missing.js"])


def test_a_script_asks_to_be_compiled_as_it_comes(served: FlaskClient, app: Dash) -> None:
    """Browsers read the hint in the first line alone."""
    hint = b"//# allFunctionsCalledOnLoad\n"
    assert hint not in served.get("/assets/css/card.css").data

    client = app.server.test_client()
    sign_in(client)
    page = client.get("/things/7").text
    scripts = re.findall(r'(?:src|data-plotly)="(/[^"]+\.js[^"]*)"', page)
    assert len(scripts) > 5
    for url in scripts:
        assert client.get(url).data.startswith(hint), url


def test_a_style_sheet_names_its_fonts_by_their_versions(
    served: FlaskClient, assets: Assets
) -> None:
    text = served.get("/assets/css/fonts.css").text

    assert f'url("{assets.url("fonts/a.woff2")}")' in text
    assert "url(missing.png)" in text


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../secret.txt",
        "/assets/%2e%2e/secret.txt",
        "/assets/css/../../secret.txt",
        "/assets//etc/passwd",
        "/assets/css/card.css/",
        "/assets/",
        "/assets/css",
        "/assets/.hidden/secret.css",
        "/assets/css/card.css%00",
        "/_dash-component-suites/dash/../../secret.txt",
        "/_dash-component-suites/os/path.py",
    ],
)
def test_nothing_is_served_but_the_files_of_the_list(served: FlaskClient, path: str) -> None:
    answer = served.get(path)

    assert answer.status_code == 404
    assert b"secret" not in answer.data


def test_files_are_only_read(served: FlaskClient) -> None:
    assert served.head("/assets/css/card.css").status_code == 200
    assert served.post("/assets/css/card.css").status_code == 405
    assert served.delete("/assets/css/card.css").status_code == 405


def test_an_unknown_asset_is_an_error_where_it_is_named(assets: Assets) -> None:
    with pytest.raises(LookupError):
        assets.url("css/missing.css")


def test_the_second_start_finds_the_work_done(tmp_path: Path) -> None:
    files = CompressedFiles(tmp_path)
    files.prepare([("digest", lambda: RULES)])
    stamps = {path: path.read_bytes() for path in tmp_path.iterdir()}
    for path in stamps:
        os.utime(path, (1, 1))

    CompressedFiles(tmp_path).prepare([("digest", lambda: b"is not compressed again")])

    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == stamps
    assert {path.name for path in stamps} == {"digest.br", "digest.gzip", "lock"}


def test_what_no_start_has_used_for_long_is_dropped(tmp_path: Path) -> None:
    files = CompressedFiles(tmp_path)
    files.prepare([("old", lambda: RULES), ("used", lambda: RULES)])
    long_ago = time.time() - (UNUSED_DAYS + 1) * 24 * 60 * 60
    for path in tmp_path.iterdir():
        os.utime(path, (long_ago, long_ago))

    files.prepare([("used", lambda: RULES)])

    assert files.find("used", "br") is not None
    assert files.find("old", "br") is None


def test_a_full_disk_only_costs_the_compression(
    tmp_path: Path, assets: Assets, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "static").write_text("in the way")
    files = StaticFiles(not_found, tmp_path / "static", {})
    files.add_assets(assets)

    files.prepare()

    answer = static_client(files).get("/assets/css/card.css", headers={"Accept-Encoding": "br"})
    assert answer.data == RULES
    assert "served uncompressed" in caplog.text


def test_dashs_own_files_are_kept_only_where_their_address_names_them(
    app: Dash, signed_in: FlaskClient
) -> None:
    (react,) = REACT.findall(signed_in.get("/things/7").text)
    stale = re.sub(r"m\d+", "m1", react)
    chunk = "/_dash-component-suites/dash/dcc/async-graph.js"

    assert signed_in.get(react).headers["Cache-Control"] == FOR_A_YEAR
    assert signed_in.get(stale).headers["Cache-Control"] == ASK_AGAIN
    assert signed_in.get(stale).data == signed_in.get(react).data
    assert signed_in.get(chunk).headers["Cache-Control"] == ASK_AGAIN
    assert signed_in.get(chunk).status_code == 200


def test_a_stranger_gets_static_files_without_a_cookie(client: FlaskClient) -> None:
    answer = client.get("/assets/css/plain.css")

    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers["Vary"]


def test_what_is_not_used_is_not_served(client: FlaskClient) -> None:
    for path in (
        "plotly/package_data/plotly.min.js",
        "dash/dash_table/bundle.js",
        "dash/dcc/async-graph.js.map",
    ):
        assert client.get(f"/_dash-component-suites/{path}").status_code == 404


def test_answers_made_for_a_request_are_compressed_too(signed_in: FlaskClient) -> None:
    plain = signed_in.get("/_dash-dependencies")
    packed = signed_in.get("/_dash-dependencies", headers={"Accept-Encoding": "gzip, br"})

    assert packed.headers["Content-Encoding"] == "br"
    assert brotli.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 2
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_pages_that_repeat_what_was_sent_are_not_compressed(client: FlaskClient) -> None:
    answer = client.get("/sign-in?next=/guess", headers={"Accept-Encoding": "br"})

    assert "Content-Encoding" not in answer.headers


@pytest.mark.slow
def test_everything_is_compressed_before_it_is_asked_for(app: Dash) -> None:
    client = app.server.test_client()
    sign_in(client)
    compress_static(app.server)
    page = client.get("/things/7").text

    for url in re.findall(r'(?:src|href|data-plotly)="(/[^"]+\.(?:js|css)[^"]*)"', page):
        answer = client.get(url, headers={"Accept-Encoding": "br"})
        assert answer.headers["Content-Encoding"] == "br", url
        assert answer.headers["Cache-Control"] == FOR_A_YEAR, url
