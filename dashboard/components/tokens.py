"""What a form of a page says who sends it by."""

from __future__ import annotations

from dash import dcc


def token_field() -> dcc.Input:
    """Draw the hidden field of a form's token, which assets/js/tokens.js fills in from the cookie.

    A page repeats what was asked for, and is sent compressed: were the token in it as well, the
    length of the two together would tell it.
    """
    return dcc.Input(type="hidden", name="csrf_token", value="")
