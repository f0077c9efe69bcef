from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from domain.errors import LoadError
from domain.periods import Period
from etl.raw import READ_AHEAD, Header, RawLoad, RawPage, prune
from upstream.transport import Answer

HEADER = Header("load1", "full", datetime(2026, 3, 18, 6, 0, tzinfo=UTC))


def answer(body: bytes, broken: str | None = None) -> Answer:
    return Answer("GET /charges", body, None, None, broken)


def test_pages_are_kept_in_the_order_they_came_with_where_they_came_from(tmp_path: Path) -> None:
    raw = RawLoad.begin(tmp_path / "load1", HEADER)
    raw.keep("charges", answer(b'{"data": []}'), reseller_id="12")
    raw.keep("consumption", answer(b"{}"), reseller_id="12", subscription_id="7",
             period=Period(date(2026, 2, 1), date(2026, 3, 19)))  # fmt: skip
    raw.keep("charges", answer(b"<html>", broken="not JSON"), reseller_id="12")
    raw.complete()

    opened = RawLoad.open(tmp_path / "load1")

    assert opened.header == HEADER
    assert list(opened.pages()) == [
        RawPage(1, "charges", "12", "GET /charges"),
        RawPage(2, "consumption", "12", "GET /charges", None, "7", date(2026, 2, 1),
                date(2026, 3, 19)),
        RawPage(3, "charges", "12", "GET /charges", "not JSON"),
    ]  # fmt: skip
    assert [opened.body(page) for page in opened.pages()] == [b'{"data": []}', b"{}", b"<html>"]


def test_pages_are_read_with_what_they_say_in_the_order_they_came(tmp_path: Path) -> None:
    raw = RawLoad.begin(tmp_path / "load1", HEADER)
    count = 3 * READ_AHEAD
    for number in range(count):
        raw.keep("charges", answer(b"%d" % number), reseller_id=str(number % 3))
    raw.complete()

    read = list(RawLoad.open(tmp_path / "load1").read())

    assert [(page.number, body) for page, body in read] == [
        (number + 1, b"%d" % number) for number in range(count)
    ]


def test_the_pages_before_one_that_was_lost_are_read(tmp_path: Path) -> None:
    raw = RawLoad.begin(tmp_path / "load1", HEADER)
    pages = [raw.keep("charges", answer(b"{}"), reseller_id="12") for _ in range(3)]
    raw.complete()
    (raw.folder / pages[2].path).unlink()

    reading = raw.read()

    assert [next(reading), next(reading)] == [(pages[0], b"{}"), (pages[1], b"{}")]
    with pytest.raises(LoadError, match=r"3\.json\.gz can't be read"):
        next(reading)


def test_a_page_lies_under_its_reseller_and_collection(tmp_path: Path) -> None:
    raw = RawLoad.begin(tmp_path / "load1", HEADER)

    raw.keep("charges", answer(b"{}"), reseller_id="12")

    assert (tmp_path / "load1/12/charges/1.json.gz").exists()


def test_an_id_leads_out_of_no_folder(tmp_path: Path) -> None:
    raw = RawLoad.begin(tmp_path / "load1", HEADER)

    page = raw.keep("charges", answer(b"{}"), reseller_id="../../etc")

    assert (tmp_path / "load1" / page.path).resolve().is_relative_to(tmp_path / "load1")
    assert raw.body(page) == b"{}"


def test_a_load_that_kept_nothing_can_not_be_opened(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="no pages are kept in load7"):
        RawLoad.open(tmp_path / "load7")


def kept(folder: Path) -> Path:
    """Return the folder of a load that kept two pages, all it wanted to read."""
    raw = RawLoad.begin(folder / "load1", HEADER)
    for _ in range(2):
        raw.keep("charges", answer(b'{"data": []}'), reseller_id="12")
    raw.complete()
    return raw.folder


def test_pages_of_a_load_that_did_not_read_everything_can_not_be_opened(tmp_path: Path) -> None:
    folder = kept(tmp_path)
    (folder / "complete.json").unlink()

    with pytest.raises(LoadError, match="ended before it had read everything"):
        RawLoad.open(folder)


@pytest.mark.parametrize("cut", [1, 10, 60])
def test_a_list_of_pages_that_was_cut_is_said_so(tmp_path: Path, cut: int) -> None:
    folder = kept(tmp_path)
    manifest = folder / "pages.jsonl"
    manifest.write_bytes(manifest.read_bytes()[: -len(manifest.read_bytes()) // 2 - cut])

    with pytest.raises(LoadError, match=r"load1/pages\.jsonl"):
        list(RawLoad.open(folder).pages())


def test_a_list_of_pages_that_lacks_whole_lines_is_said_so(tmp_path: Path) -> None:
    folder = kept(tmp_path)
    manifest = folder / "pages.jsonl"
    manifest.write_bytes(manifest.read_bytes().splitlines(keepends=True)[0])

    with pytest.raises(LoadError, match="names 1 pages; there were 2"):
        list(RawLoad.open(folder).pages())


@pytest.mark.parametrize("left", [0, 5, 25])
def test_a_page_that_was_cut_is_said_so(tmp_path: Path, left: int) -> None:
    raw = RawLoad.open(kept(tmp_path))
    (page, _) = raw.pages()
    path = raw.folder / page.path
    path.write_bytes(path.read_bytes()[:left])

    with pytest.raises(LoadError, match=r"12/charges/1\.json\.gz can't be read"):
        raw.body(page)


def test_a_page_that_was_lost_is_said_so(tmp_path: Path) -> None:
    raw = RawLoad.open(kept(tmp_path))
    (page, _) = raw.pages()
    (raw.folder / page.path).unlink()

    with pytest.raises(LoadError, match="can't be read"):
        raw.body(page)


def test_the_last_loads_stay(tmp_path: Path) -> None:
    for number in range(4):
        RawLoad.begin(tmp_path / f"load{number}", HEADER)

    prune(tmp_path, keep=2)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["load2", "load3"]


def test_pages_that_can_not_be_removed_hold_nothing_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        RawLoad.begin(tmp_path / f"load{number}", HEADER)
    remove = shutil.rmtree

    def denied(path: Path) -> None:
        if path.name == "load0":
            raise PermissionError(13, "denied")
        remove(path)

    monkeypatch.setattr("etl.raw.shutil.rmtree", denied)

    prune(tmp_path, keep=1)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["load0", "load3"]


def test_where_no_load_ever_was_there_is_nothing_to_remove(tmp_path: Path) -> None:
    prune(tmp_path / "raw", keep=2)
