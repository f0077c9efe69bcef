"""Reads the bodies of requests, and says which member is wrong when one is."""

from __future__ import annotations

import re
from typing import Annotated, Generic, TypeVar

from flask import request
from msgspec import DecodeError, Meta, Struct, ValidationError, field
from msgspec.json import decode
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from sandbox.api.wire import JSON_API
from sandbox.refusals import Refused

Body = TypeVar("Body")
Attributes = TypeVar("Attributes")
Item = TypeVar("Item")

# What the store's integers hold with room to spare.
Key = Annotated[int, Meta(ge=0, le=10**15)]
Quantity = Annotated[int, Meta(ge=0, le=10**9)]
Text = Annotated[str, Meta(max_length=500)]

PLACE = re.compile(r" - at `\$(.*)`$")
MISSING = re.compile(r"missing required field `(\w+)`")
INDEX = re.compile(r"\[(\d+|\.\.\.)\]")


class Data(Struct, Generic[Attributes], frozen=True):
    attributes: Attributes


class Document(Struct, Generic[Attributes], frozen=True):
    """The usual body: `{"data": {"attributes": {...}}}`."""

    data: Data[Attributes]


class Listed(Struct, Generic[Item], frozen=True):
    """A list inside attributes, one level further down than one expects."""

    data: list[Item] = field(default_factory=list)


def read_body(kind: type[Body]) -> Body:
    """Return this request's body; members that are not described are passed over.

    Raises:
        UnsupportedMediaType, BadRequest: it is not JSON of the media type.
        Refused: a member is missing or of another type (422); the error points at it.
    """
    if request.mimetype != JSON_API:
        raise UnsupportedMediaType
    try:
        return decode(request.get_data(), type=kind)
    except ValidationError as error:
        raise _refusal(str(error)) from error
    except (DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadRequest from error


def _refusal(message: str) -> Refused:
    place, missing = PLACE.search(message), MISSING.search(message)
    steps = INDEX.sub(r".\1", place[1] if place else "").split(".")[1:]
    if missing:
        steps.append(missing[1])
    return Refused(422, PLACE.sub("", message), pointer="".join(f"/{step}" for step in steps))
