"""One read of the platform: its time limit, its further attempts, its errors made ours.

What is sent to be done is sent by `upstream.sending`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx
import tenacity

from domain.errors import UnexpectedPayload, UpstreamRejected, UpstreamUnavailable
from upstream.envelope import Envelope, Member, read_envelope
from upstream.rejection import error_fields, error_text

MEDIA_TYPE = "application/vnd.api+json"
LONGEST_CONNECT = 10.0
FIRST_WAIT = 1.0
LONGEST_WAIT = 60.0
# "Not now", said by the platform or by what stands before it. Any other server error is about
# the one thing that was asked for.
TRY_LATER = (429, 502, 503, 504)

Params = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the platform answered to one request.

    `broken` says why the body can't be read, after every attempt; its envelope is then None.
    `answered_at` is the platform's own time.
    """

    asked: str
    body: bytes
    answered_at: datetime | None
    envelope: Envelope | None
    broken: str | None = None


def open_connections(
    base_url: str,
    token: str,
    *,
    timeout: float,
    concurrency: int,
    is_kept: bool = True,
    transport: httpx.BaseTransport | None = None,
) -> httpx.Client:
    """Return connections to the platform, made when they are needed.

    Those that are not kept serve one request each: one that was kept may have been closed at the
    other end, which shows only when something has been sent.

    Raises:
        ValueError: no header can hold the token.
    """
    if not (token.isascii() and token.isprintable()):
        # httpx would name the token in its own complaint.
        raise ValueError("a platform token is made of printable ASCII characters")
    return httpx.Client(
        base_url=base_url,
        headers={"X-Api-Token": token, "Accept": MEDIA_TYPE, "Content-Type": MEDIA_TYPE},
        timeout=httpx.Timeout(timeout, connect=min(timeout, LONGEST_CONNECT)),
        limits=httpx.Limits(
            max_connections=concurrency, max_keepalive_connections=None if is_kept else 0
        ),
        transport=transport,
    )


class Transport:
    """Sends reads, and sends them again as long as it makes sense."""

    def __init__(
        self,
        base_url: str,
        token: str,
        *,
        timeout: float,
        attempts: int,
        concurrency: int,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] | None = None,
    ) -> None:
        self._timeout = timeout
        self._attempts = attempts
        self._closed = threading.Event()
        self._sleep = sleep or tenacity.sleep_using_event(self._closed)
        self._http = open_connections(
            base_url, token, timeout=timeout, concurrency=concurrency, transport=transport
        )

    def close(self) -> None:
        """End every wait for a further attempt, and the connections."""
        self._closed.set()
        self._http.close()

    def read(self, path: str, params: Params, member: Member = Member.DATA) -> Answer:
        """Return the answer to GET, which may be a broken one: one without `member` is.

        Raises:
            UpstreamUnavailable: no answer, or "try later", at every attempt.
            UpstreamRejected: the platform refused.
        """
        retrying = tenacity.Retrying(
            sleep=self._sleep,
            stop=tenacity.stop_any(
                tenacity.stop_after_attempt(self._attempts),
                tenacity.stop_when_event_set(self._closed),
            ),
            wait=_wait,
            retry=tenacity.retry_any(
                tenacity.retry_if_exception_type(UpstreamUnavailable),
                tenacity.retry_if_result(lambda answer: answer.broken is not None),
            ),
            # The last attempt speaks: its error is raised, its broken answer returned.
            retry_error_callback=lambda state: state.outcome.result() if state.outcome else None,
        )
        answer: Answer = retrying(self._read_once, path, params, member)
        return answer

    def _read_once(self, path: str, params: Params, member: Member) -> Answer:
        asked = f"GET {httpx.URL(path, params=dict(params))}"
        if self._closed.is_set():
            raise UpstreamUnavailable(f"{asked}: not asked any more")
        deadline = time.monotonic() + self._timeout
        with (
            self._translated_errors(asked),
            self._http.stream("GET", path, params=dict(params)) as response,
        ):
            body = read_body(response, deadline)
        answered_at = read_http_date(response.headers.get("Date"))
        _refuse_errors(asked, response, body, answered_at)
        if response.is_server_error:
            return Answer(asked, body, answered_at, None, broken=str(response.status_code))
        try:
            return Answer(asked, body, answered_at, read_envelope(body, member))
        except UnexpectedPayload as error:
            return Answer(asked, body, answered_at, None, broken=str(error))

    @contextmanager
    def _translated_errors(self, asked: str) -> Iterator[None]:
        try:
            yield
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise UpstreamUnavailable(
                f"{asked}: {type(error).__name__} {error}".rstrip()
            ) from error
        except RuntimeError as error:
            if not self._closed.is_set():
                raise
            # httpx has no error of its own for a client that was closed meanwhile.
            raise UpstreamUnavailable(f"{asked}: not asked any more") from error


def read_body(response: httpx.Response, deadline: float) -> bytes:
    """Read a body before the deadline: the client's own limits start anew with every byte."""
    chunks = []
    for chunk in response.iter_bytes():
        chunks.append(chunk)
        if time.monotonic() > deadline:
            raise httpx.ReadTimeout("the body took too long")
    return b"".join(chunks)


def _refuse_errors(
    asked: str, response: httpx.Response, body: bytes, answered_at: datetime | None
) -> None:
    if response.status_code in TRY_LATER:
        raise UpstreamUnavailable(
            f"{asked}: {response.status_code}",
            retry_after=_seconds(
                response.headers.get("Retry-After"), answered_at or datetime.now(UTC)
            ),
        )
    if response.is_redirect:
        location = response.headers.get("Location", "")
        raise UpstreamRejected(response.status_code, f"it redirects to {location}", answered_at)
    if response.is_client_error:
        raise rejection(response, body, answered_at)


def rejection(
    response: httpx.Response, body: bytes, answered_at: datetime | None
) -> UpstreamRejected:
    """Return a refusal in the platform's words, with the values it points at."""
    return UpstreamRejected(
        response.status_code,
        error_text(body) or response.reason_phrase,
        answered_at,
        error_fields(body),
    )


def _wait(state: tenacity.RetryCallState) -> float:
    """Wait longer after each attempt, and at least as long as the platform asks for."""
    backed_off = tenacity.wait_exponential_jitter(FIRST_WAIT, LONGEST_WAIT)(state)
    error = state.outcome.exception() if state.outcome else None
    asked_for = error.retry_after if isinstance(error, UpstreamUnavailable) else None
    return min(max(backed_off, asked_for or 0.0), LONGEST_WAIT)


def _seconds(retry_after: str | None, now: datetime) -> float | None:
    """Read Retry-After, which is a number of seconds or the date to come back at."""
    if not retry_after:
        return None
    if retry_after.strip().isdecimal():
        return float(retry_after)
    at = read_http_date(retry_after)
    return max((at - now).total_seconds(), 0.0) if at else None


def read_http_date(http_date: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(http_date or "").astimezone(UTC)
    except ValueError:
        return None
