"""The file of access levels: what a mistake in it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.access import Mode, Section
from domain.errors import SettingsError
from settings import read_settings

LEVEL = """
[levels.one]
name = { en = "One" }
catalog = "full"
subscriptions = "read"
clients = "none"
analytics = "none"
company = "none"
"""
ROLES = '[roles]\nusual = "one"\n'


def levels_of(folder: Path, text: str) -> str:
    path = folder / "levels.toml"
    path.write_text(text, "utf-8")
    return str(path)


def test_a_file_names_levels_and_those_of_roles(tmp_path: Path) -> None:
    path = levels_of(tmp_path, LEVEL + ROLES + '"Product owner" = "one"\n')

    levels = read_settings({"ACCESS_LEVELS": path}).access_levels

    assert levels.levels["one"].modes[Section.CATALOG] is Mode.FULL
    assert (levels.of_roles, levels.usual) == ({"Product owner": "one"}, "one")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "levels in .* is missing; expected a table"),
        (LEVEL, "roles in .* is missing; expected a table"),
        (LEVEL + "[roles]\nMarketing = 'one'\n", "roles.usual in .* is missing; expected one of"),
        (LEVEL + "[roles]\nusual = 'two'\n", "roles.usual in .* is 'two'; expected one of one"),
        (LEVEL + ROLES + "Boss = 'one'\n", "roles.Boss in .* expected one of Marketing"),
        (LEVEL + ROLES + '"System administrator" = "one"\n', "expected one of Marketing"),
        (LEVEL.replace('"full"', '"all"') + ROLES, "catalog in .* is 'all'; expected one of none"),
        (LEVEL.replace('"full"', "3") + ROLES, "catalog in .* is 3; expected one of none"),
        (LEVEL.replace("catalog", "shop") + ROLES, "one.shop in .* expected one of catalog"),
        (LEVEL.replace('clients = "none"', "") + ROLES, "one.clients in .* is missing"),
        (LEVEL.replace("en =", "de =") + ROLES, "one.name in .* expected names"),
        (LEVEL + ROLES + "[more]\n", "more in .* expected one of levels, roles"),
        ("levels = 3\n", "levels in .* is 3; expected a table"),
        ("levels = [", "a file of TOML"),
    ],
)
def test_a_mistake_names_the_key_and_what_is_expected(
    tmp_path: Path, text: str, problem: str
) -> None:
    with pytest.raises(SettingsError, match=f"ACCESS_LEVELS.*{problem}"):
        read_settings({"ACCESS_LEVELS": levels_of(tmp_path, text)})


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"ACCESS_LEVELS is .* a file that can be read"):
        read_settings({"ACCESS_LEVELS": str(tmp_path / "none.toml")})
