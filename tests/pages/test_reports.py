"""The report of closed charges in a browser: its progress, its file, and a second try."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.browser import browse
from tests.pages.steps import open_page

pytestmark = pytest.mark.browser

OCTOBER = "/analytics/reports?from=2026-10-01&to=2026-10-31"


def test_the_report_is_downloaded_with_progress(url: str, tmp_path: Path) -> None:
    """REP-1, REP-8."""
    with browse(url) as page:
        open_page(page, url, OCTOBER)
        with page.expect_download() as started:
            page.get_by_role("link", name="Download XLSX").click()
        download = started.value
        download.save_as(tmp_path / "report.xlsx")

        assert download.suggested_filename == "charges_Alfa_2026-10-01_2026-10-31.xlsx"
        data = io.BytesIO((tmp_path / "report.xlsx").read_bytes())
        assert openpyxl.load_workbook(data).worksheets[0]["Q2"].value == 20

        page.get_by_role("link", name="This month").click()
        expect(page.locator(".report")).to_contain_text("No charge was closed in this period")


def test_a_report_that_failed_is_tried_again(url: str) -> None:
    """REP-8."""
    with browse(url, is_refused=True) as page:
        open_page(page, url, OCTOBER)
        page.route("**/reports/charges/progress*", lambda route: route.abort())
        page.get_by_role("link", name="Download XLSX").click()
        alert = page.get_by_role("alert").filter(has_text="The report could not be written")
        expect(alert).to_be_visible()

        page.unroute("**/reports/charges/progress*")
        with page.expect_download():
            page.get_by_role("link", name="Download XLSX").click()
        expect(alert).not_to_be_visible()
        said = page.locator(".report").get_by_role("status")
        expect(said).to_have_text("The report is written.")
