from __future__ import annotations

import json

import pytest

from upstream.rejection import error_fields, error_text


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


@pytest.mark.parametrize(
    ("errors", "fields"),
    [
        ([{"detail": "A", "source": {"pointer": "/data/attributes/zip"}}], {"zip": "A"}),
        ([{"title": "A", "source": {"pointer": "/data/attributes/custom_attributes/inn"}}],
         {"inn": "A"}),
        ([{"detail": "A", "source": {"pointer": "/data/attributes/resources/data/0/quantity"}}],
         {"resources": "A"}),
        ([{"detail": "A", "source": {"pointer": "/data/account_id"}}], {"account_id": "A"}),
        ([{"detail": one, "source": {"pointer": "/data/attributes/zip"}} for one in "AB"],
         {"zip": "A; B"}),
        ({"zip": ["is wrong"], "city": "is empty"}, {"zip": "is wrong", "city": "is empty"}),
        ([{"detail": "A"}, {"detail": "B", "source": {"parameter": "page"}}], {}),
        ([{"detail": "A", "source": {"pointer": "/data"}}], {}),
        ([{"detail": "A", "source": {"pointer": 5}}, {"source": "x"}, "B", None], {}),
        (["A"], {}),
        ({"message": "A"}, {}),
        ("A", {}),
    ],
)  # fmt: skip
def test_what_a_refusal_says_of_single_values_goes_by_their_keys(
    errors: object, fields: dict[str, str]
) -> None:
    assert error_fields(json.dumps({"errors": errors}).encode()) == fields


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"5", b'"x"', b"\xff", b"[" * 100_000])
def test_a_refusal_without_a_shape_says_nothing_of_single_values(body: bytes) -> None:
    assert error_fields(body) == {}
