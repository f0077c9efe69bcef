"""The `reseller-store` commands. Thin: each calls one function elsewhere."""

from __future__ import annotations

import sys

import click

from domain.errors import PortalError
from settings import Settings, read_settings


@click.group()
def commands() -> None:
    """Run, fill and look after a Reseller Store."""


def main() -> None:
    """Run a command; what we raise on purpose is told in a sentence, not as a traceback."""
    try:
        commands()
    except PortalError as error:
        click.secho(str(error), fg="red", err=True)
        sys.exit(1)


@commands.command()
def migrate() -> None:
    """Create the portal store's tables, or bring them up to date."""
    from store.database import migrate as bring_up_to_date

    settings: Settings = read_settings()
    bring_up_to_date(settings.store_url)
    click.echo("The portal store is up to date.")
