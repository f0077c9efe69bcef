"""The README is complete: every setting, every dependency, every command."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import click

from cli import commands
from settings import KEYS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_every_setting_is_described_and_no_other() -> None:
    section = README.partition("## Settings")[2].partition("\n## ")[0]

    assert sorted(re.findall(r"^\| `([A-Z_]+)` \|", section, re.MULTILINE)) == sorted(KEYS)


def test_every_dependency_says_what_it_is_for() -> None:
    section = README.partition("## Why each dependency is there")[2].lower()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = [
        re.split(r"[\[<>=]", entry)[0].lower()
        for entry in [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    ]
    short = {
        name: name.removeprefix("pytest-").removesuffix("-playwright-python") for name in named
    }

    missing = [
        name for name in named if short[name] not in section and not name.startswith("types-")
    ]
    assert not missing


def test_every_command_is_described() -> None:
    context = click.Context(commands)
    for name in commands.list_commands(context):
        assert f"`{name}" in README
