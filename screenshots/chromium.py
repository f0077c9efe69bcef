"""The system's Chromium, and how Playwright starts it."""

from __future__ import annotations

import shutil
from typing import Any

# What a browser without a face has no use for. Its list of suggestions under the address bar is a
# page of its own in each window, which takes the processor longer than one of ours. Chromium takes
# the last list that is given, so those of Playwright's that matter here stand in it as well.
UNUSED = (
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "AimEnabled", "LensOverlay", "MediaRouter",
    "OptimizationHints", "PaintHolding", "HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable",
    "ThirdPartyStoragePartitioning", "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose", "NetworkTimeServiceQuerying", "PreconnectToSearch",
)  # fmt: skip
LAUNCH: dict[str, Any] = {
    "executable_path": shutil.which("chromium"),
    "args": ["--no-sandbox", "--disable-gpu", f"--disable-features={','.join(UNUSED)}"],
}
