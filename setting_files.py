"""Reads the files that settings name: documents, and values that are kept out of an environment."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from domain.errors import SettingsError

Tell = Callable[[str, object, str], SettingsError]


def kept_in_files(
    environment: Mapping[str, str], keys: Iterable[str], tell: Tell
) -> dict[str, str]:
    """Return what is in the files that <KEY>_FILE names, by the names of the settings.

    Raises:
        SettingsError: a file is empty or can't be read, or the key is set as well. No message
            repeats what is in a file.
    """
    return {
        key.lower(): _kept_in_file(f"{key}_FILE", environment, tell)
        for key in keys
        if environment.get(f"{key}_FILE")
    }


def document(name: str, path: Path, tell: Tell) -> dict[str, Any]:
    """Return what a file of TOML says.

    Raises:
        SettingsError: it can't be read, or is none.
    """
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise tell(name, str(path), f"a file that can be read ({error.strerror})") from None
    except ValueError as error:  # Of TOML, or of UTF-8.
        raise tell(name, str(path), f"a file of TOML ({error})") from None


def _kept_in_file(name: str, environment: Mapping[str, str], tell: Tell) -> str:
    path, key = environment[name], name.removesuffix("_FILE")
    if environment.get(key):
        raise tell(name, path, f"to stand alone: {key} is set as well")
    try:
        kept = Path(path).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "no text"
        raise tell(name, path, f"a file that can be read ({why})") from None
    if not kept:
        raise tell(name, path, "a file that is not empty")
    return kept
