from __future__ import annotations

import pytest

from upstream.rejection import error_text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b'{"errors": [{"status": "403", "title": "Forbidden"}]}', "Forbidden"),
        (b'{"errors": [{"title": "No", "detail": "Not now"}]}', "Not now"),
        (b'{"errors": ["This action is forbidden", "Really"]}', "This action is forbidden; Really"),
        (b'{"errors": {"name": ["is empty"], "zip": "is wrong"}}', "name: is empty; zip: is wrong"),
        (b'{"error": "bad token"}', "bad token"),
        (b'{"error": {"message": "bad token"}}', "bad token"),
        (b'{"name": ["is empty"]}', "name: is empty"),
        (b"plain words", "plain words"),
        (b"<html><body>502</body></html>", ""),
        (b"", ""),
        (b"null", ""),
        (b"[]", ""),
        (b"\xff\xfe", "\ufffd\ufffd"),
        (b'{"error": "\xcf\xf0"}', '{"error": "\ufffd\ufffd"}'),
        (b'{"error": NaN}', "NaN"),
    ],
)
def test_the_text_of_a_refusal_is_read_from_any_shape(body: bytes, text: str) -> None:
    assert error_text(body) == text


@pytest.mark.parametrize("depth", [900, 1_000, 1_400, 100_000])
def test_lists_in_lists_without_end_say_nothing_but_themselves(depth: int) -> None:
    assert error_text(b"[" * depth + b"]" * depth) in ("", "[" * 500)


def test_a_long_text_is_cut() -> None:
    assert len(error_text(b"x" * 10_000)) == 500
