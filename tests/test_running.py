"""What docs/running.md and deploy/ name exists: settings, commands, files, metrics, steps."""

from __future__ import annotations

import configparser
import re
from itertools import chain
from pathlib import Path

import click
import pytest
import yaml

from cli import commands
from settings import IN_FILES, KEYS

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
RUNNING = (ROOT / "docs/running.md").read_text("utf-8")
GUIDES = sorted([*ROOT.glob("docs/*.md"), ROOT / "README.md"])
SETTINGS = {*KEYS, *(f"{key}_FILE" for key in IN_FILES)}
# Words of others, which look like settings.
OTHERS = {
    "GUNICORN_CMD_ARGS",
    "PORTAL_NAME",
    "PORTAL_UPSTREAM",
    "POSTGRES_DB",
    "POSTGRES_PASSWORD_FILE",
    "POSTGRES_USER",
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONUNBUFFERED",
    "SSL_CERT_FILE",
}


def deployed() -> list[Path]:
    return [path for path in [*DEPLOY.rglob("*"), ROOT / "Containerfile"] if path.is_file()]


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_a_guide_names_settings_that_exist(path: Path) -> None:
    text = path.read_text("utf-8")
    named = {
        *re.findall(r"`([A-Z]+(?:_[A-Z]+)+)(?:=[^`]*)?`", text),
        *re.findall(r"\b([A-Z]{2,}(?:_[A-Z]+)*)=", text),
        *re.findall(r"export ([A-Z_]+)=", text),
    }

    assert named - OTHERS <= SETTINGS


def test_what_is_deployed_gives_settings_that_exist() -> None:
    given = re.findall(r"^(?:ENV|#)? *([A-Z][A-Z_]+)[=:] ?\S", _all_text(), re.MULTILINE)

    assert {"PLATFORM_URL", "HTTPS"} <= {*given}
    assert {*given} - OTHERS - {"CMD", "PATH", "ARG", "BASE"} <= SETTINGS


def test_the_guide_and_what_is_deployed_run_commands_that_exist() -> None:
    said = r"(?:^|`|\[|bin/|root |web )reseller-store(?: |, )([a-z][a-z-]+)"
    named = re.findall(said, RUNNING + _all_text(), re.MULTILINE)
    known = commands.list_commands(click.Context(commands))

    assert {"migrate", "doctor", "refresh", "backup", "restore", "invite"} <= {*named} <= {*known}


def test_the_guide_names_files_that_exist() -> None:
    for name in {*re.findall(r"`?((?:deploy|docs|bench)/[\w./-]+\w)", RUNNING)}:
        assert (ROOT / name).exists(), name


def test_metrics_that_are_named_are_told() -> None:
    told = "".join(path.read_text("utf-8") for path in (ROOT / "monitoring").glob("*.py"))
    named = re.findall(r"reseller_store_(\w+)", RUNNING + (DEPLOY / "alerts.yml").read_text())

    assert len({*named}) > 15
    for name in named:
        assert re.search(rf"[\"_}}]{re.sub('_(total|bucket)$', '', name)}\"", told), name


def test_every_alert_that_the_guide_names_exists_and_each_says_what_it_looks_at() -> None:
    groups = yaml.safe_load((DEPLOY / "alerts.yml").read_text())["groups"]
    alerts = {rule["alert"]: rule["expr"] for group in groups for rule in group["rules"]}

    assert {*re.findall(r"`(Portal[A-Za-z]+)`", RUNNING)} <= alerts.keys()
    assert all("reseller" in expression for expression in alerts.values())


def test_every_process_of_the_procfile_is_deployed() -> None:
    procfile = (ROOT / "Procfile").read_text()
    processes = dict(line.split(": ", 1) for line in procfile.splitlines())
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    image = (ROOT / "Containerfile").read_text()
    served = ", ".join(f'"{word}"' for word in processes["web"].split())

    for name in ("web", "etl"):
        unit = configparser.ConfigParser(strict=False, interpolation=None)
        unit.optionxform = str  # type: ignore[method-assign, assignment]
        unit.read(DEPLOY / f"systemd/reseller-store-{name}.service")
        assert unit["Service"]["ExecStart"] == f"/opt/reseller-store/.venv/bin/{processes[name]}"
        assert unit["Service"]["User"] == "portal"
    assert f"CMD [{served}]" in image
    assert compose["services"]["etl"]["command"] == processes["etl"].split()
    assert compose["services"]["release"]["command"] == processes["release"].split()


def test_the_composed_services_can_write_to_their_data_only() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    ours = [compose["services"][name] for name in ("release", "web", "etl")]

    assert all(one["read_only"] and one["cap_drop"] == ["ALL"] for one in ours)
    assert {*chain(*(one["volumes"] for one in ours))} == {"data:/data"}
    assert all("ports" not in one for one in ours)
    secrets = {*chain(*(one.get("secrets", []) for one in compose["services"].values()))}
    assert secrets == compose["secrets"].keys()


def test_the_image_gets_all_code_and_nothing_else() -> None:
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().split() if line[0] == "!"}
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}

    assert kept - {"*.py", "*.toml", "requirements.lock", "README.md", "assets"} == (
        packages - {"bench", "screenshots", "tests"}
    )


def _all_text() -> str:
    return "\n".join(path.read_text("utf-8") for path in deployed())
