"""Serves static files: compressed beforehand, with addresses that change with their content.

An address that names its content (`?v=...`, or Dash's fingerprint in the name) is kept by the
browser for a year; any other is asked about again each time and answered with 304. Dash's parts
that are loaded late (`async-graph.js`) have no fingerprint in their address.
"""

from __future__ import annotations

import hashlib
import mimetypes
import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from dash.fingerprint import check_fingerprint
from flask import Flask, current_app
from werkzeug.wrappers import Request, Response

from dashboard.compression import COMPRESSIBLE, CompressedFiles, best_encoding

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ASSETS = "/assets/"
COMPONENTS = "/_dash-component-suites/"
VERSION = "v"
FOR_A_YEAR = "public, max-age=31536000, immutable"
ASK_AGAIN = "public, max-age=0, must-revalidate"
# So that a browser compiles all of a script beside the page, as it comes: else it does so with each
# function as it is called, while the page waits. Plotly starts in a third of the time.
COMPILED_AT_ONCE = b"//# allFunctionsCalledOnLoad\n"
CSS_ADDRESS = re.compile(r"""url\((["']?)(?![a-z]+:|/|#)([^"')?#]+)\1\)""")


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file that is served. `content` is None for one that is read from `path`."""

    path: Path
    digest: str
    content: bytes | None = None

    @property
    def mimetype(self) -> str:
        return mimetypes.guess_type(self.path.name)[0] or "application/octet-stream"

    def read(self) -> bytes:
        return _read(self.path) if self.content is None else self.content


class Assets:
    """The project's own static files, by their path within the assets folder."""

    def __init__(self, folder: Path) -> None:
        found = {
            path.relative_to(folder).as_posix(): path
            for path in sorted(folder.rglob("*"))
            if path.is_file() and "/." not in f"/{path.relative_to(folder).as_posix()}"
        }
        others = {name: path for name, path in found.items() if path.suffix != ".css"}
        self.files = {name: _offered(path) for name, path in others.items()}
        for name, path in found.items():
            if path.suffix == ".css":
                self.files[name] = self._style(name, path)

    def url(self, name: str) -> str:
        """Return the address of a file, which changes when the file does.

        Raises:
            LookupError: there is no such file.
        """
        return f"{ASSETS}{name}?{VERSION}={self.files[name].digest[:12]}"

    def text(self, name: str) -> str:
        """Return what a file holds.

        Raises:
            LookupError: there is no such file.
        """
        return self.files[name].read().decode()

    def join(self, name: str, parts: Iterable[str]) -> None:
        """Offer files as one, in this order, so that a page asks once for all of them.

        Raises:
            LookupError: there is no such file.
        """
        content = b"\n".join(self.files[part].read() for part in parts)
        self.files[name] = StaticFile(Path(name), _digest(content), content)

    def names(self, folder: str, suffix: str) -> list[str]:
        return [
            name
            for name in sorted(self.files)
            if posixpath.dirname(name) == folder and name.endswith(suffix)
        ]

    def _style(self, name: str, path: Path) -> StaticFile:
        """Read a style sheet, and let it name its fonts and images by their content."""

        def versioned(match: re.Match[str]) -> str:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), match[2]))
            return f'url("{self.url(target)}")' if target in self.files else match[0]

        content = CSS_ADDRESS.sub(versioned, path.read_text("utf-8")).encode()
        return StaticFile(path, _digest(content), content)


def asset_url(name: str) -> str:
    """Return the address of one of the files in `assets/`, such as `css/plain.css`."""
    return cast(Assets, current_app.extensions["assets"]).url(name)


def compress_static(server: Flask) -> None:
    """Compress all static files of an application, which takes seconds at its very first start."""
    cast(StaticFiles, server.extensions["static"]).prepare()


class StaticFiles:
    """A WSGI application in front of another: answers for static files, knows no sessions."""

    def __init__(
        self, application: WSGIApplication, cache: Path, headers: Mapping[str, str]
    ) -> None:
        self._application = application
        self._compressed = CompressedFiles(cache)
        self._headers = dict(headers)
        self._files: dict[str, StaticFile] = {}
        self._fingerprinted: set[str] = set()

    def add_assets(self, assets: Assets) -> None:
        self._files |= {ASSETS + name: file for name, file in assets.files.items()}

    def add_components(self, paths: Mapping[str, Path], fingerprinted: Iterable[str]) -> None:
        """Add the files of Dash's component libraries, and the addresses a page links them by."""
        self._files |= {COMPONENTS + name: _offered(path) for name, path in paths.items()}
        self._fingerprinted |= set(fingerprinted)

    def prepare(self) -> None:
        """Compress everything. What was compressed at an earlier start is found on disk."""
        self._compressed.prepare(
            (file.digest, file.read)
            for file in {file.digest: file for file in self._files.values()}.values()
            if file.mimetype in COMPRESSIBLE
        )

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if not environ.get("PATH_INFO", "").startswith((ASSETS, COMPONENTS)):
            return self._application(environ, start_response)
        return self._answer(Request(environ))(environ, start_response)

    def _answer(self, request: Request) -> Response:
        if request.method not in ("GET", "HEAD"):
            return Response(status=405, headers=self._headers)
        file = self._find(request.path)
        if file is None:
            return Response("not found", 404, {**self._headers, "Cache-Control": "no-store"})
        encoding = best_encoding(request.accept_encodings)
        content = self._compressed.find(file.digest, encoding) if encoding else None
        response = Response(
            file.read() if content is None else content,
            headers=self._headers,
            mimetype=file.mimetype,
        )
        if content is not None:
            response.headers["Content-Encoding"] = encoding or ""
        response.headers["Cache-Control"] = (
            FOR_A_YEAR if self._names_its_content(request, file) else ASK_AGAIN
        )
        response.vary.add("Accept-Encoding")
        response.set_etag(file.digest[:20] + (f"-{encoding}" if content is not None else ""))
        return response.make_conditional(request)

    def _find(self, path: str) -> StaticFile | None:
        # A page opened before an upgrade may still ask for the fingerprint it was given.
        return self._files.get(path) or self._files.get(check_fingerprint(path)[0])

    def _names_its_content(self, request: Request, file: StaticFile) -> bool:
        version = request.args.get(VERSION)
        return request.path in self._fingerprinted or version == file.digest[:12]


def _offered(path: Path) -> StaticFile:
    return StaticFile(path, _digest(_read(path)))


def _read(path: Path) -> bytes:
    content = path.read_bytes()
    return COMPILED_AT_ONCE + content if path.suffix == ".js" else content


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
