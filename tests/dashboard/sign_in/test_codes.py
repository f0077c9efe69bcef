from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from dashboard.sign_in.codes import (
    Cipher,
    grouped,
    new_recovery_codes,
    new_secret,
    qr_code,
    recovery_digest,
    step_of,
)

# The secret of RFC 6238, appendix B, "12345678901234567890", in base 32. Its codes there have
# eight digits; those of six are their ends.
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
AT = datetime.fromtimestamp(1111111111, UTC)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    assert step_of(SECRET, code, datetime.fromtimestamp(seconds, UTC)) == seconds // 30


def test_a_clock_may_be_one_step_off() -> None:
    code = "050471"  # Of the step that begins at 1111111110.
    begins = datetime.fromtimestamp(1111111110, UTC)
    off = {late: step_of(SECRET, code, begins + timedelta(seconds=late)) is not None
           for late in (-31, -30, 0, 59, 60)}  # fmt: skip

    assert off == {-31: False, -30: True, 0: True, 59: True, 60: False}


@pytest.mark.parametrize("code", ["050 471", " 050471 "])
def test_a_code_is_taken_as_it_is_copied(code: str) -> None:
    assert step_of(SECRET, code, AT) == 1111111111 // 30


@pytest.mark.parametrize("code", ["", "50471", "0504711", "٠٥٠٤٧١", "05047l", "-50471", "050471\0"])
def test_what_is_no_code_is_none(code: str) -> None:
    assert step_of(SECRET, code, AT) is None


def test_only_the_same_key_reads_a_secret() -> None:
    kept = Cipher("0" * 32).encrypt(SECRET)

    assert SECRET not in kept
    assert Cipher("0" * 32).decrypt(kept) == SECRET
    assert Cipher("1" * 32).decrypt(kept) is None
    assert Cipher("0" * 32).decrypt(kept[:-2]) is None
    assert Cipher("0" * 32).decrypt("ключ") is None


def test_recovery_codes_are_ten_and_are_known_however_they_are_typed() -> None:
    codes = new_recovery_codes()
    plain = codes[0].replace("-", "")

    assert len(set(codes)) == 10
    assert {len(code) for code in codes} == {19}
    digest = recovery_digest("m1", codes[0])
    assert {recovery_digest("m1", typed) for typed in (plain, plain.upper(), f" {plain} ")} == {
        digest
    }
    assert recovery_digest("m2", codes[0]) != digest
    assert recovery_digest("m1", codes[1]) != digest


def test_the_picture_stands_in_a_page_without_a_style_of_its_own() -> None:
    picture = qr_code(new_secret(), account='a"<b>@alfa.example', issuer="Ré: <x>")

    assert picture.startswith("<svg")
    assert "style=" not in picture
    assert "alfa" not in picture
    assert grouped("ABCDEFGH2") == "ABCD EFGH 2"


def test_the_picture_can_be_read_whatever_the_names_are() -> None:
    """At the width of 220 px, a point of it is two pixels at least."""
    picture = qr_code(SECRET, account="a" * 254, issuer="ח" * 2_000)

    found = re.search(r'viewBox="0 0 (\d+) ', picture)
    assert found
    assert int(found[1]) <= 110
