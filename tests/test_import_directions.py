"""Holds the packages to the direction their imports may take."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT: dict[str, set[str]] = {
    "domain": set(),
    "upstream": {"domain"},
    "warehouse": {"domain"},
    "store": {"domain"},
    "mail": {"domain"},
    "identity": {"domain"},
    "letters": {"mail", "warehouse", "store", "domain"},
    "monitoring": {"warehouse", "store", "domain"},
    "etl": {"letters", "mail", "monitoring", "upstream", "warehouse", "store", "domain"},
    "dashboard": {"identity", "monitoring", "warehouse", "upstream", "store", "domain"},
    "pages": {"dashboard", "domain"},
    "sandbox": {"mail", "domain"},
}
# What starts a process: reads the settings and puts the parts together.
ENTRY_POINTS = {
    "etl/clock.py": {"settings"},
    "dashboard/wsgi.py": {"settings"},
    "dashboard/gunicorn.py": {"settings"},
    "sandbox/__main__.py": {"settings"},
}
OURS = {
    *MAY_IMPORT,
    "settings",
    "setting_checks",
    "setting_files",
    "branding_files",
    "cli",
    "demo",
    "demo_data",
    "doctor",
    "bench",
    "screenshots",
    "tests",
}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative import"
            yield (node.module or "").partition(".")[0]


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_package_imports_only_what_it_may(package: str) -> None:
    wrong = []
    for path in sorted((ROOT / package).rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        allowed = MAY_IMPORT[package] | {package} | ENTRY_POINTS.get(name, set())
        wrong += [f"{name} imports {other}" for other in imports(path) if other in OURS - allowed]
    assert not wrong


def test_domain_uses_the_standard_library_only() -> None:
    import sys

    for path in sorted((ROOT / "domain").rglob("*.py")):
        assert set(imports(path)) <= {*sys.stdlib_module_names, "domain"}, path


def test_nothing_but_the_factory_knows_the_pages() -> None:
    for package in MAY_IMPORT.keys() - {"pages"}:
        for path in (ROOT / package).rglob("*.py"):
            assert "pages" not in set(imports(path)), path
