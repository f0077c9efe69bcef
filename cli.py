"""The `reseller-store` commands. Thin: each calls one function elsewhere."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from domain.errors import PortalError
from settings import read_settings, session_secret

OTHER_KEY = (
    "SECRET_KEY is another than the backup's: second factors don't work until it is put back."
)


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


# Each command imports what it needs: `--help` and the light ones should not wait for the rest.


@commands.command()
def demo() -> None:
    """Run the portal with a sandbox in the platform's place, for trying it."""
    from demo import run

    sys.exit(run(read_settings()))


@commands.command()
@click.option("--check", is_flag=True, help="Only say whether it has to be done.")
def migrate(*, check: bool) -> None:
    """Create the portal store's tables, or bring them up to date."""
    from store.database import migrate as bring_up_to_date
    from store.database import require_newest

    url = read_settings().store_url
    require_newest(url) if check else bring_up_to_date(url)
    click.echo("The portal store is up to date.")


@commands.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Write the portal store into a file, while the portal works. The file holds secrets."""
    from store.backup import back_up

    settings = read_settings()
    secret = session_secret(settings)
    count = back_up(settings.store_url, file, secret=secret, now=datetime.now(UTC))
    click.echo(f"{file} holds {count} rows. SECRET_KEY is not among them: keep it elsewhere.")


@commands.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--replace", is_flag=True, help="Throw away what the store holds.")
@click.option("--check", is_flag=True, help="Only read the file to its end.")
def restore(file: Path, *, replace: bool, check: bool) -> None:
    """Put a backup in the place of the portal store. Stop the web and etl processes before."""
    from store.restore import check_backup
    from store.restore import restore as put_back

    settings = read_settings()
    secret, now = session_secret(settings), datetime.now(UTC)
    if check:
        found = check_backup(file, secret=secret)
    else:
        found = put_back(settings.store_url, file, secret=secret, replace=replace, now=now)
    what = "can be restored" if check else "restored; everyone signs in anew"
    click.echo(f"{file}, as of {found.made_at:%Y-%m-%d %H:%M} UTC: {found.row_count} rows, {what}.")
    if not found.is_same_secret:
        click.secho(OTHER_KEY, fg="yellow", err=True)


@commands.command()
@click.option("--full", is_flag=True, help="Read everything, not only what changed.")
def refresh(*, full: bool) -> None:
    """Load what changed on the platform. The last line is one JSON object."""
    from etl.command import refresh as load
    from store.database import migrate as bring_up_to_date

    settings = read_settings()
    bring_up_to_date(settings.store_url)
    sys.exit(load(settings, full=full))


@commands.command()
def watch() -> None:
    """Look once at what is under way, and load what moved. The last line is one JSON object."""
    from etl.command import watch as look
    from store.database import migrate as bring_up_to_date

    settings = read_settings()
    bring_up_to_date(settings.store_url)
    sys.exit(look(settings))


@commands.command()
@click.argument("load_id")
def replay(load_id: str) -> None:
    """Load again from the pages that a load kept, without the platform."""
    from etl.command import replay as load
    from store.database import migrate as bring_up_to_date

    settings = read_settings()
    bring_up_to_date(settings.store_url)
    sys.exit(load(settings, load_id))


@commands.command()
@click.argument("load_id", required=False)
def loads(load_id: str | None) -> None:
    """List the last loads, or what one summed to and how that moved."""
    from etl.history import tell_loads, tell_totals
    from store.database import migrate as bring_up_to_date

    settings = read_settings()
    bring_up_to_date(settings.store_url)
    for line in tell_totals(settings, load_id) if load_id else tell_loads(settings):
        click.echo(line)


@commands.command()
@click.argument("domain")
@click.argument("email")
def invite(domain: str, email: str) -> None:
    """Send a manager a link for setting a password: how the first one gets in."""
    from letters.invite import invite as send
    from store.database import migrate as bring_up_to_date

    settings = read_settings()
    bring_up_to_date(settings.store_url)
    click.echo(send(settings, domain, email))


@commands.command()
@click.argument("domain")
@click.argument("email")
@click.option("--language", type=click.Choice(["en", "ru"]), default="en")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Where to; `letters` in DATA_DIR by itself.",
)
def show_letters(domain: str, email: str, language: str, folder: Path | None) -> None:
    """Write every letter that a manager may get into a folder, to be looked at. None is sent."""
    from letters.preview import write_samples

    settings = read_settings()
    place = folder or settings.data_dir / "letters"
    for line in write_samples(settings, domain, email, language=language, folder=place):
        click.echo(line)


@commands.command()
@click.argument("domain")
@click.argument("email")
def reset_second_factor(domain: str, email: str) -> None:
    """Let a manager who lost their second factor sign in with the password alone."""
    from dashboard.services.second_factors import reset_from_command_line
    from store.database import migrate as bring_up_to_date

    settings = read_settings()
    bring_up_to_date(settings.store_url)
    click.echo(reset_from_command_line(settings, domain, email))


@commands.command()
def doctor() -> None:
    """Check settings, platform and stores, and say what to do about what is wrong."""
    from doctor import examine

    findings = list(examine(read_settings()))
    for finding in findings:
        mark = click.style("ok  ", fg="green") if finding.is_well else click.style("BAD ", fg="red")
        click.echo(f"{mark} {finding.subject}: {finding.found}")
        if not finding.is_well:
            click.echo(f"     {finding.remedy}")
    sys.exit(0 if all(finding.is_well for finding in findings) else 1)


@commands.group()
def sandbox() -> None:
    """Look after the stand-in for the platform. Never for production."""


@sandbox.command()
@click.option("--clients", type=click.IntRange(1), help="Clients of all resellers together.")
@click.option("--subscriptions", type=click.IntRange(1), help="Subscriptions of all resellers.")
@click.option("--months", type=click.IntRange(1), help="Months of history.")
@click.option("--plans", type=click.IntRange(1), help="Plans for each reseller, at least.")
def seed(**sizes: int | None) -> None:
    """Make the sandbox anew, in place of the one before."""
    from sandbox.__main__ import store_path
    from sandbox.progress import progress_bar
    from sandbox.seed import latest_day
    from sandbox.seed import seed as make

    given = {name: size for name, size in sizes.items() if size is not None}
    path = store_path(read_settings().data_dir)
    with progress_bar("Seeding the sandbox") as progress:
        try:
            seeded = make(path, latest_day(datetime.now(UTC)), progress=progress, **given)
        except ValueError as error:
            raise click.UsageError(str(error)) from None
    click.echo(f"{path} holds {len(seeded.resellers)} resellers.")
