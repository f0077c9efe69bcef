from __future__ import annotations

from collections import Counter

from dashboard.app import PAGES
from screenshots.scenes import SCENES


def test_every_page_has_a_scene() -> None:
    assert {f"pages.{scene.page}" for scene in SCENES if scene.page} == set(PAGES)


def test_no_two_scenes_share_a_file() -> None:
    assert max(Counter(scene.name for scene in SCENES).values()) == 1
