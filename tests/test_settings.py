"""What a malformed setting says."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.errors import SettingsError
from settings import IN_FILES, read_settings


@pytest.mark.parametrize("name", ["RAW_KEEP", "WAREHOUSE_KEEP", "REFRESH_MINUTES"])
@pytest.mark.parametrize("value", ["0", "-1"])
def test_what_has_to_be_at_least_one_says_so(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"{name} is {value}; expected 1 or more"):
        read_settings({name: value})


@pytest.mark.parametrize("url", ["mail.example", "smtp://mail.example", "smtp://h:port", "file:"])
def test_mails_go_into_a_folder_or_to_a_server(url: str) -> None:
    with pytest.raises(SettingsError, match=r"MAIL_URL is .* expected file:<folder>, smtp://"):
        read_settings({"MAIL_URL": url})


def test_mails_go_into_a_folder_unless_a_setting_says_otherwise() -> None:
    assert read_settings({"DATA_DIR": "/data"}).mail_to == "file:/data/outbox"
    assert read_settings({"MAIL_URL": "smtp://mail:25"}).mail_to == "smtp://mail:25"


def test_a_password_of_a_mail_server_is_not_repeated() -> None:
    with pytest.raises(SettingsError, match="MAIL_URL is") as raised:
        read_settings({"MAIL_URL": "smtp://anna:S3cret@mail.example"})

    assert "S3cret" not in str(raised.value)


@pytest.mark.parametrize(
    "address", ["9100", ":9100", "127.0.0.1", "127.0.0.1:0", "h:99999", "h:x", "a b:1", "h:8050"]
)
def test_metrics_have_an_address_of_their_own(address: str) -> None:
    with pytest.raises(SettingsError, match="METRICS_ADDRESS is"):
        read_settings({"METRICS_ADDRESS": address})


@pytest.mark.parametrize("address", ["127.0.0.1:9100", "[::1]:9100"])
def test_metrics_are_told_where_a_setting_says_so(address: str) -> None:
    assert read_settings({"METRICS_ADDRESS": address}).metrics_port == 9100
    assert read_settings({}).metrics_port is None


@pytest.mark.parametrize(
    "given", [{"LOG_FORMAT": "xml"}, {"LOG_LEVEL": "LOUD"}, {"LOG_LEVEL": "info"}]
)
def test_logs_are_written_in_a_way_that_is_known(given: dict[str, str]) -> None:
    (name,) = given
    with pytest.raises(SettingsError, match=f"{name} is"):
        read_settings(given)


@pytest.mark.parametrize("url", ["portal.example", "ftp://x", "https://x/?a=b", "https://x/y"])
def test_links_in_mails_begin_with_an_address(url: str) -> None:
    with pytest.raises(SettingsError, match="PORTAL_URL is"):
        read_settings({"PORTAL_URL": url})


@pytest.mark.parametrize("text", ["portal", "a@b@c", "Portal <a@b.example>", "a@b.example\nBcc: x"])
def test_mails_come_from_an_address(text: str) -> None:
    with pytest.raises(SettingsError, match="MAIL_FROM is"):
        read_settings({"MAIL_FROM": text})


def test_mails_come_from_the_portals_host_unless_a_setting_says_otherwise() -> None:
    found = read_settings({"PORTAL_URL": "https://portal.example/"})

    assert found.public_url == "https://portal.example"
    assert found.sender_address == "noreply@portal.example"
    assert read_settings({"PORTAL_PORT": "81"}).public_url == "http://localhost:81"


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"PLATFORM_URL": "http://x"}, "PLATFORM_TOKEN is ''; expected the token for PLATFORM_URL"),
        ({"PLATFORM_TOKEN": "secret"}, "PLATFORM_URL is ''; expected the address"),
        (
            {"PLATFORM_URL": "http://x", "PLATFORM_TOKEN": "тайна"},
            "PLATFORM_TOKEN is '5 characters'; expected printable ASCII",
        ),
    ],
)
def test_the_platform_is_given_whole_or_not_at_all(given: dict[str, str], problem: str) -> None:
    with pytest.raises(SettingsError, match=problem) as raised:
        read_settings(given)

    assert not {"secret", "тайна"} & set(str(raised.value).split())


@pytest.mark.parametrize("name", ["PASSWORD_DAYS", "INACTIVE_DAYS"])
@pytest.mark.parametrize("value", ["-1", "3651"])
def test_policies_are_off_or_last_for_days(name: str, value: str) -> None:
    """ACC-20."""
    with pytest.raises(SettingsError, match=f"{name} is {value}; expected 0 to 3650; 0 switches"):
        read_settings({name: value})
    with pytest.raises(SettingsError, match=f"{name} is 'soon'; expected a whole number"):
        read_settings({name: "soon"})
    assert getattr(read_settings({name: "0"}), name.lower()) == 0


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("QUARANTINE_PERCENT", "nan", "0 to 100"),
        ("QUARANTINE_PERCENT", "101", "0 to 100"),
        ("PLATFORM_TIMEOUT_SECONDS", "inf", "more than 0"),
        ("TRUSTED_PROXIES", "-1", "0 or more"),
        ("WAREHOUSE_MEMORY", "much", "a size of memory such as 512MB"),
        ("LOAD_MEMORY", "2", "a size of memory such as 512MB"),
        ("FULL_LOAD_AT", "٣:30", "a time of day such as 03:30"),
        ("FULL_LOAD_AT", "24:00", "a time of day such as 03:30"),
        ("NEWS_URL", "http://", "an address that starts with http"),
        ("DATABASE_URL", "portal.sqlite3", "postgresql://user:password@host/database or sqlite:"),
        ("DATABASE_URL", "mysql://host/portal", "postgresql://user:password@host/database or"),
        ("DATABASE_URL", "postgresql://host", "postgresql://user:password@host/database or"),
        ("HTTPS", "maybe", "true or false"),
        ("PORTAL_HOST", "portal.example", "an IP address of this machine"),
        ("WEB_WORKERS", "two", "a whole number"),
    ],
)
def test_what_is_malformed_says_what_it_got_and_what_it_expects(
    name: str, value: str, expected: str
) -> None:
    with pytest.raises(SettingsError, match=f"^{name} is .*; expected {expected}") as raised:
        read_settings({name: value})

    assert value in str(raised.value)


def test_a_password_of_a_database_is_not_repeated() -> None:
    with pytest.raises(SettingsError, match="DATABASE_URL is") as raised:
        read_settings({"DATABASE_URL": "postgresql://anna:S3cret@host:port/portal"})

    assert "S3cret" not in str(raised.value)


@pytest.mark.parametrize("size", ["256MB", "1.5 GiB", "2gb"])
def test_sizes_of_memory_are_written_as_one_likes(size: str) -> None:
    assert read_settings({"LOAD_MEMORY": size}).load_memory == size


@pytest.mark.parametrize("url", ["sqlite:////a/b.sqlite3", "postgresql:///portal?host=/run/pg"])
def test_stores_are_of_two_kinds(url: str) -> None:
    assert read_settings({"DATABASE_URL": url}).store_url == url


def test_secrets_are_read_from_files(tmp_path: Path) -> None:
    kept = {
        "DATABASE_URL": "postgresql://anna:S3cret@host/portal",
        "MAIL_URL": "smtp://anna:S3cret@mail:587",
        "OIDC_CLIENT_SECRET": "S3cret",
        "PLATFORM_TOKEN": "token",
        "SECRET_KEY": "s" * 40,
    }
    given = {
        "PLATFORM_URL": "https://platform.example",
        "PORTAL_URL": "https://portal.example",
        "OIDC_ISSUER": "https://login.example",
        "OIDC_CLIENT_ID": "portal",
    }
    for key, value in kept.items():
        (tmp_path / key).write_text(f"{value}\n")
        given[f"{key}_FILE"] = str(tmp_path / key)

    found = read_settings(given)

    assert set(kept) == set(IN_FILES)
    assert {key: getattr(found, key.lower()) for key in kept} == kept


@pytest.mark.parametrize(
    ("content", "besides", "said"),
    [
        (None, {}, r"SECRET_KEY_FILE is '.*'; expected a file that can be read \(No such file"),
        (b" \n", {}, "SECRET_KEY_FILE is '.*'; expected a file that is not empty"),
        (b"\xff\xfe", {}, r"SECRET_KEY_FILE is '.*'; expected a file that can be read \(no text\)"),
        (b"x" * 40, {"SECRET_KEY": "y" * 40}, "SECRET_KEY_FILE is '.*'; expected to stand alone"),
        (b"hunter2", {}, "SECRET_KEY is '7 characters'; expected 32 or more"),
    ],
)
def test_a_file_of_a_secret_that_does_not_do_says_why_and_not_what_is_in_it(
    tmp_path: Path, content: bytes | None, besides: dict[str, str], said: str
) -> None:
    path = tmp_path / "key"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(SettingsError, match=said) as raised:
        read_settings({"SECRET_KEY_FILE": str(path)} | besides)

    assert "hunter2" not in str(raised.value)


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("REMINDER_DAYS", "7;1", "days between commas such as 7,1; or off"),
        ("REMINDERS_AT", "25:00", "a time of day such as 08:00"),
        ("SUMMARY_AT", "monday", "a day of the week and a time such as mon 08:00; or off"),
    ],
)
def test_times_of_mails_are_checked_at_the_start(key: str, text: str, expected: str) -> None:
    with pytest.raises(SettingsError, match=f"{key} is '{text}'; expected {expected}"):
        read_settings({key: text})


def test_reminders_and_summaries_can_be_switched_off() -> None:
    found = read_settings({"REMINDER_DAYS": "off", "SUMMARY_AT": "off"})

    assert (found.reminded_before, found.summarized_at) == ((), None)
    assert read_settings({}).reminded_before == (1, 7)
