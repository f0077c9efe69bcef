"""What is known of an account beyond its fields, in whatever layout it was sent."""

from __future__ import annotations

import pytest

from domain.custom_attributes import CustomAttributes, read_custom_attributes


@pytest.mark.parametrize(
    "text",
    [
        '{"inn": "7701234567", "colour": "red"}',
        '{"inn": 7701234567}',
        '[{"key": "inn", "value": " 7701234567 "}]',
        '{"data": [{"key": "inn", "value": "7701234567"}, 5]}',
    ],
)
def test_values_are_found_in_every_layout(text: str) -> None:
    assert read_custom_attributes(text) == CustomAttributes(itn="7701234567")


@pytest.mark.parametrize(
    "text", [None, "", "{", "5", "null", '"x"', '{"inn": ""}', '{"inn": {}}', '{"inn": true}']
)
def test_anything_else_says_nothing(text: str | None) -> None:
    assert read_custom_attributes(text) == CustomAttributes()
