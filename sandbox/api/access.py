"""Who asks, what they may reach, and what every answer has in common."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, Response, current_app, g, request
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.http import http_date

from sandbox.api.wire import error, errors, problem_of
from sandbox.books import Books
from sandbox.faulty import STEERING
from sandbox.platform import Platform
from sandbox.records import Manager, Reseller
from sandbox.refusals import Invalid, Refused

EXTENSION = "sandbox"
# What is asked for without a token.
OPEN = (STEERING, "/news.rss", "/news/")


class Unprocessable(Exception):
    """A value in the request can't be used (422)."""

    def __init__(self, message: str, parameter: str) -> None:
        super().__init__(message)
        self.message = message
        self.parameter = parameter


def platform() -> Platform:
    found: Platform = current_app.extensions[EXTENSION]
    return found


def books() -> Books:
    """Return the books of this request."""
    found: Books = g.books
    return found


@contextmanager
def writing() -> Iterator[Books]:
    """Give the books to write in. What is written is kept unless the block raises.

    The answer is drawn inside the block, where `books` shows what has been written.
    """
    _close_books(None)
    with platform().writing() as opened:
        g.books = opened
        yield opened


def asker() -> Manager:
    """Return the manager whose token this is."""
    found: Manager = g.manager
    return found


def reach() -> dict[int, Reseller]:
    """Return the resellers the token reaches: its own and everything downstream, by id."""
    found: dict[int, Reseller] = g.reach
    return found


def downstream(reseller_id: int) -> list[int]:
    """Return the ids of everything below a reseller."""
    children = [r.reseller_id for r in reach().values() if r.parent_id == reseller_id]
    return [found for child in children for found in (child, *downstream(child))]


def guard(app: Flask, platform: Platform) -> None:
    """Open the books for each request, once its token has been found good."""
    app.extensions[EXTENSION] = platform
    app.before_request(_open_books)
    app.teardown_request(_close_books)
    app.after_request(_stamp_date)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Unprocessable, _unprocessable)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(Invalid, _invalid)
    # An id in a path that is too long for the store is nobody's.
    app.register_error_handler(OverflowError, lambda _: _http_error(NotFound()))


def _open_books() -> Response | None:
    if request.path.startswith(OPEN):
        return None
    g.reading = platform().reading()
    g.books = g.reading.__enter__()
    manager = _manager(_token())
    if manager is None:
        return error(401, "The token is missing or is not valid")
    g.manager = manager
    g.reach = _reach(manager.reseller_id)
    reseller_id = (request.view_args or {}).get("reseller_id")
    if reseller_id is not None and reseller_id not in g.reach:
        raise NotFound
    return None


def _token() -> str:
    """Return the token of this request; the first version of the API takes it in the query."""
    given = request.headers.get("X-Api-Token", "")
    return given or (request.args.get("api_token", "") if request.blueprint == "v1" else "")


def _manager(token: str) -> Manager | None:
    found = books().find(Manager, "token = ? AND status = 'active'", token)
    return found[0] if found else None


def _reach(reseller_id: int) -> dict[int, Reseller]:
    everyone = {reseller.reseller_id: reseller for reseller in books().find(Reseller)}
    reached = [reseller_id]
    for known in reached:
        reached += [r.reseller_id for r in everyone.values() if r.parent_id == known]
    return {known: everyone[known] for known in reached}


def _close_books(error: BaseException | None) -> None:
    reading = g.pop("reading", None)
    if reading is not None:
        reading.__exit__(None, None, None)


def _stamp_date(response: Response) -> Response:
    response.headers["Date"] = http_date(platform().now())
    return response


def _http_error(problem: HTTPException) -> Response:
    return error(problem.code or 500, problem.name)


def _unprocessable(problem: Unprocessable) -> Response:
    return error(422, problem.message, parameter=problem.parameter)


def _refused(problem: Refused) -> Response:
    source = {} if problem.pointer is None else {"pointer": problem.pointer}
    return error(problem.status, problem.title, detail=problem.text, **source)


def _invalid(problem: Invalid) -> Response:
    found = [
        problem_of(422, text, pointer=f"/data/attributes/{place}")
        for place, text in problem.problems.items()
    ]
    return errors(422, found)
