"""What every test may count on. The network, but for this machine's own ports, is out of reach.

Passwords are hashed in no time: thousands of tests sign in, and none of them keeps a secret. What
the portal hashes with is held by tests/store/test_credentials.py. How long a made up example takes
says how busy the machine is, and fails nothing.
"""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher
from hypothesis import settings
from pytest_socket import socket_allow_hosts

from store import credentials

credentials.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
credentials.NOBODYS_HASH = credentials.HASHER.hash("nobody's")

settings.register_profile("on a busy machine", deadline=None)
settings.load_profile("on a busy machine")


@pytest.fixture(autouse=True)
def _no_network() -> None:
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)
