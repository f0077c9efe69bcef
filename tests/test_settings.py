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
    with pytest.raises(SettingsError, match=r"MAIL_URL is .* expected file:<folder> or smtp://"):
        read_settings({"MAIL_URL": url})


def test_mails_go_into_a_folder_unless_a_setting_says_otherwise() -> None:
    assert read_settings({"DATA_DIR": "/data"}).mail_to == "file:/data/outbox"
    assert read_settings({"MAIL_URL": "smtp://mail:25"}).mail_to == "smtp://mail:25"


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
