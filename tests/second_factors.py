"""An authenticator app for tests: gives a manager a second factor, and the codes of it."""

from __future__ import annotations

from dash import Dash
from pyotp import TOTP

from dashboard.sign_in.codes import STEP_SECONDS, Cipher, new_recovery_codes, recovery_digest
from store.second_factors import switch_on
from tests.web import portal_of

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


def code_at(app: Dash, steps: int = 0, secret: str = SECRET) -> str:
    """Return the code of the portal's moment, or of some steps later."""
    now = int(portal_of(app).clock().timestamp())
    return TOTP(secret).at(now + steps * STEP_SECONDS)


def give_second_factor(app: Dash, manager_id: str = "m1", reseller_id: str = "r1") -> list[str]:
    """Switch a second factor on and return its recovery codes."""
    here = portal_of(app)
    codes = new_recovery_codes()
    assert switch_on(
        here.store,
        manager_id=manager_id,
        reseller_id=reseller_id,
        secret=Cipher(here.settings.secret_key).encrypt(SECRET),
        recovery_digests=[recovery_digest(manager_id, code) for code in codes],
        step=0,
        now=here.clock(),
    )
    return codes
