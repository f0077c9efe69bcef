from __future__ import annotations

from datetime import UTC, datetime
from runpy import run_path

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY

from store import credentials
from store.credentials import has_password, set_password, verify_password
from store.database import Store
from store.models import Credential

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def kept_hash(store: Store) -> str:
    with store.reading() as session:
        credential = session.get(Credential, "m1")
    assert credential is not None
    return credential.password_hash


def set_first(store: Store, password: str = "Correct-Horse-7") -> None:
    set_password(store, manager_id="m1", reseller_id="r1", password=password, now=NOW)


def verify(store: Store, password: str, *, reseller_id: str = "r1") -> bool:
    return verify_password(store, manager_id="m1", reseller_id=reseller_id, password=password)


def test_only_the_right_password_is_right(store: Store) -> None:
    set_first(store)

    assert verify(store, "Correct-Horse-7")
    assert not verify(store, "correct-horse-7")
    assert not verify(store, "")


def test_a_new_password_replaces_the_one_before(store: Store) -> None:
    set_first(store)
    set_first(store, "Another-Horse-8")

    assert verify(store, "Another-Horse-8")
    assert not verify(store, "Correct-Horse-7")


def test_a_password_is_one_managers_of_one_reseller(store: Store) -> None:
    set_first(store)

    assert not verify(store, "Correct-Horse-7", reseller_id="r2")
    assert has_password(store, manager_id="m1", reseller_id="r1")
    assert not has_password(store, manager_id="m1", reseller_id="r2")


def test_the_password_itself_is_not_kept(store: Store) -> None:
    set_first(store)

    assert kept_hash(store).startswith("$argon2id$")
    assert "Correct-Horse-7" not in kept_hash(store)


def test_passwords_are_hashed_as_rfc_9106_has_it() -> None:
    """The module as the portal reads it: tests/conftest.py puts a quicker hasher into the other."""
    module = run_path(credentials.__file__)

    assert extract_parameters(module["HASHER"].hash("Correct-Horse-7")) == RFC_9106_LOW_MEMORY
    assert extract_parameters(module["NOBODYS_HASH"]) == RFC_9106_LOW_MEMORY


def test_a_letter_written_in_two_ways_is_one_letter(store: Store) -> None:
    set_first(store, "Мой-Пароль-7")  # й as one code point

    assert verify(store, "Мой-Пароль-7")  # и and a breve


def test_a_hash_of_other_parameters_is_made_anew(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(credentials, "HASHER", PasswordHasher(time_cost=1, memory_cost=64))
        set_first(store)
    weak = kept_hash(store)

    assert not verify(store, "wrong")
    assert kept_hash(store) == weak
    assert verify(store, "Correct-Horse-7")
    assert kept_hash(store) != weak
    assert verify(store, "Correct-Horse-7")


def test_nobodys_password_is_looked_at_all_the_same(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified = []

    class Recording(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:
            verified.append(hash)
            return super().verify(hash, password)

    monkeypatch.setattr(credentials, "HASHER", Recording())

    assert not verify_password(store, manager_id=None, reseller_id=None, password="guess")
    assert verified == [credentials.NOBODYS_HASH]


def test_what_is_longer_than_any_password_is_not_looked_at(store: Store) -> None:
    """To normalize it would take minutes."""
    accents = "a" + "\u0316\u0301" * 300_000

    assert not verify_password(store, manager_id="m1", reseller_id="r1", password=accents)
