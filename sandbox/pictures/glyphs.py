"""What is drawn on a mark: one plain sign for each family of products. All of them are our own.

Signs are drawn in a square of 24, as strokes of 1.7.
"""

from __future__ import annotations

SUITE = "suite"

GLYPHS = {
    "mail": '<rect x="3" y="5.5" width="18" height="13" rx="2"/><path d="M3.5 7.5 12 13.5l8.5-6"/>',
    "chat": '<path d="M4 5h16v11h-8l-5 4v-4H4z"/><path d="M8 9.5h8M8 12.5h5"/>',
    "files": '<path d="M3 8V6h6l2 2.5h10V19H3z"/><path d="M3 11.5h18"/>',
    "pages": '<path d="M6 3h8l4 4v14H6z"/><path d="M14 3v4h4M9 12h6M9 15.5h6"/>',
    SUITE: '<rect x="4" y="4" width="7" height="7" rx="1.6"/>'
           '<rect x="13" y="4" width="7" height="7" rx="3.5"/>'
           '<rect x="4" y="13" width="7" height="7" rx="3.5"/>'
           '<rect x="13" y="13" width="7" height="7" rx="1.6"/>',
    "chart": '<path d="M4 20h16M6.5 16.5v-5M11 16.5V6M15.5 16.5v-8M20 16.5V4"/>',
    "ledger": '<rect x="4" y="3.5" width="16" height="17" rx="2"/>'
              '<path d="M8 8h8M8 12h3M8 16h3M15 11.5v6M13 14.5h4"/>',
    "people": '<circle cx="9" cy="8.5" r="3.2"/><path d="M3.5 19c0-3.4 2.4-5 5.5-5s5.5 1.6 5.5 5"/>'
              '<path d="M15 5.6a3.2 3.2 0 0 1 0 5.8M17 14.4c2.2.6 3.5 2.2 3.5 4.6"/>',
    "flow": '<rect x="3" y="9.5" width="5" height="5" rx="1"/><circle cx="18.5" cy="5.5" r="2.5"/>'
            '<circle cx="18.5" cy="18.5" r="2.5"/><path d="M8 12h4M16 5.5h-4v13h4"/>',
    "plan": '<path d="M4 5.5h9M8 10h10M6 14.5h7M11 19h9"/>',
    "screen": '<rect x="3" y="4.5" width="18" height="12" rx="1.8"/><path d="M9 20h6M12 16.5V20"/>',
    "shield": '<path d="M12 3.2 19 6v5.5c0 4.4-2.8 7.6-7 9.3-4.2-1.7-7-4.9-7-9.3V6z"/>'
              '<path d="m9 11.8 2.2 2.2 4-4.2"/>',
    "key": '<circle cx="8" cy="12" r="4"/><path d="M12 12h9M17.5 12v3.5M20.5 12v2.5"/>',
    "device": '<rect x="7" y="3" width="10" height="18" rx="2"/><path d="M10.8 18h2.4"/>',
    "seal": '<circle cx="12" cy="9" r="5.2"/><path d="m8.8 13.4-1.6 7L12 18l4.8 2.4-1.6-7"/>',
    "cloud": '<path d="M7 18.5a4 4 0 0 1-.5-8A5.6 5.6 0 0 1 17.3 9.4a4.6 4.6 0 0 1-.3 9.1z"/>',
    "servers": '<rect x="4" y="4" width="16" height="6.5" rx="1.5"/>'
               '<rect x="4" y="13.5" width="16" height="6.5" rx="1.5"/>'
               '<path d="M7.5 7.2h.1M7.5 16.7h.1M12 7.2h4.5M12 16.7h4.5"/>',
    "data": '<ellipse cx="12" cy="6" rx="7" ry="2.8"/>'
            '<path d="M5 6v12c0 1.5 3.1 2.8 7 2.8s7-1.3 7-2.8V6"/>'
            '<path d="M5 12c0 1.5 3.1 2.8 7 2.8s7-1.3 7-2.8"/>',
    "backup": '<path d="M4 8.5h16V20H4zM4 8.5 6 4h12l2 4.5M12 17.5v-6M9.3 14 12 11.3l2.7 2.7"/>',
}  # fmt: skip

# The first word that a name holds decides.
WORDS = {
    "backup": "backup", "exchange": "mail", "mail": "mail", "teams": "chat", "voice": "chat",
    "sharepoint": "files", "onedrive": "files", "visio": "flow", "automate": "flow",
    "project": "plan", "power bi": "chart", "analytics": "chart", "power apps": "device",
    "business central": "ledger", "finance": "ledger", "dynamics": "people", "sales": "people",
    "windows 365": "screen", "reservation": "servers", "sql": "data", "spla": "servers",
    "server": "servers", "defender": "shield", "antivirus": "shield", "eset": "shield",
    "directory": "key", "identity": "key", "mobility": "device", "intune": "device",
    "certificate": "seal", "azure": "cloud", "apps": "pages", "software": "pages",
    "security": "shield", "business applications": "chart", "365": SUITE, "workspace": SUITE,
}  # fmt: skip

# Calm grounds for white signs, as hue, saturation and lightness; one for each family.
HUES = {
    "mail": 212, "chat": 244, "files": 188, "pages": 226, SUITE: 222, "chart": 32, "ledger": 172,
    "people": 268, "flow": 200, "plan": 150, "screen": 206, "shield": 158, "key": 40,
    "device": 282, "seal": 18, "cloud": 204, "servers": 232, "data": 340, "backup": 176,
}  # fmt: skip


def family_of(name: str) -> str:
    """Return the family of a product or category, by a word of its name."""
    folded = name.casefold()
    return next((family for word, family in WORDS.items() if word in folded), SUITE)
