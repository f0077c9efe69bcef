"""Names of hosts with letters beyond ASCII, which are written in two ways (RFC 3490).

A browser shows альфа.рф, and copies xn--80aa6ayb0b.xn--p1ai from the field of its address.
"""

from __future__ import annotations

LONGEST = 253
ENCODED = "xn--"


def readable_host(host: str) -> str:
    """Return a host in lower case as people read it; what is no such name stays as it is."""
    low = host.lower()
    if ENCODED not in low or len(low) > LONGEST or not low.isascii():
        return low
    try:
        return low.encode("ascii").decode("idna")
    except UnicodeError:
        return low


def ways_to_write(host: str) -> tuple[str, str]:
    """Return a host as people read it, and as it is encoded: the same where that is one."""
    readable = readable_host(host.strip())
    return readable, encoded_host(readable)


def encoded_host(host: str) -> str:
    """Return the other way to write a host that people read; itself where there is none.

    Of names that are merely alike, such as one with wide letters, none is written as another.
    """
    if host.isascii() or len(host) > LONGEST:
        return host
    try:
        encoded = host.encode("idna").decode("ascii")
    except UnicodeError:
        return host
    return encoded if readable_host(encoded) == host else host
