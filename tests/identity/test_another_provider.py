"""The portal at a provider that others wrote, in a process of its own."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from domain.errors import IdentityRefused
from domain.identity_provider import Identity, IdentityProvider
from identity.provider import Provider
from tests.identity.asking import BACK, SECRETS

ANNA = {"sub": "anna", "email": "anna@alfa.example", "email_verified": True}
LONGEST_START_SECONDS = 60


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port),
               "--require-nonce", "true", "--user-claims", json.dumps(ANNA)]  # fmt: skip
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
        try:
            wait_for(port, process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + LONGEST_START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    pytest.fail("the provider does not start")


def test_it_vouches_for_who_signs_in_there(issuer: str) -> None:
    known = Provider(IdentityProvider(issuer, "the portal", "s3cret"))
    address = known.address(SECRETS, redirect_uri=BACK)

    assert "Authorize Client" in httpx.get(address, verify=False).text
    back = httpx.post(address, data={"sub": "anna"}, verify=False).headers["Location"]
    query = {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}
    assert query["state"] == "the state"
    known.check_sender(query.get("iss"))
    now = datetime.now(UTC)

    found = known.identify(query["code"], SECRETS, redirect_uri=BACK, now=now)

    assert found == Identity("anna@alfa.example", is_verified=True, is_two_factor=False)
    with pytest.raises(IdentityRefused) as refused:
        known.identify(query["code"], SECRETS, redirect_uri=BACK, now=now)
    assert refused.value.error == "invalid_grant"
