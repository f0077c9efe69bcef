"""What a malformed setting says."""

from __future__ import annotations

import pytest

from domain.errors import SettingsError
from settings import read_settings


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
