"""Why nothing was done of what was asked of the platform, whatever it was.

Neither is an exception, since both happen on ordinary days.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was done, and the same would be refused again.

    `text` may be shown as it is. `fields` says by key which values are wrong, where that is known.
    """

    text: str
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NotSent:
    """Nothing was done: the platform could not be reached. The same form may be sent again."""

    text: str
