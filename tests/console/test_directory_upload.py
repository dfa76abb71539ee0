"""The directory's files uploaded, previewed and applied; downloaded, edited and uploaded again."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from intake.console.halls import uploading
from intake.console.halls.model import UploadRow
from intake.console.roles import Role
from tests.cast import HALL, staff
from tests.console.directing import (
    DIGEST,
    HALLS_CSV,
    OTHER,
    ROSTER,
    apply,
    duties_on,
    hall_id,
    hall_now,
    noted,
    place_of,
    send,
    upload,
    versions,
)
from tests.console.office import Office

BOTH = pytest.mark.parametrize("console_url", ["sqlite", "postgresql"], indirect=True)
DAY = date(2026, 11, 20)
MONTH = (
    ROSTER,
    (HALL, "2026-11-20", "9:00", "12:00", "3", "1001"),
    (HALL, "2026-11-20", "9:00", "12:00", "5", "1002"),
)
WINDOWS = ("hall", "window", "bureau", "service")
STAFF = ("hall", "staff_no", "name", "bureau", "active_from", "active_to")


def test_a_preview_tells_each_change_and_stores_nothing(office: Office) -> None:
    manager = office.as_role(Role.ADMINISTRATOR)
    before = hall_now(office)
    windows = (
        WINDOWS,
        *((HALL, one.label, one.bureau, one.service) for one in before.windows if one.label != "12"),
    )
    changed = (*windows[:-1], (HALL, "B05", "市社会保险局", "工伤保险"), (HALL, "99", "市医保局", "医疗保险"))
    page = manager.get(place_of(upload(manager, windows=changed, roster=MONTH)))
    for told in ("工伤保险", "养老保险", "99", "市医保局", "2026年11月20日", "陈明", "12"):
        assert told in page.text
    assert "<del>养老保险</del>" in page.text
    assert "<ins>工伤保险</ins>" in page.text
    assert hall_now(office) == before
    assert versions(office) == [(1, "directory", "")]


@BOTH
def test_what_was_previewed_is_applied_as_one_version_by_that_login(office: Office) -> None:
    manager = office.as_role(Role.ADMINISTRATOR, login="han.bing")
    preview = place_of(upload(manager, roster=MONTH))
    page = place_of(apply(manager, preview))
    assert page == f"managing/directory/{hall_id(office)}/versions/2"
    assert duties_on(office, DAY) == {("3", "09:00", "1001"), ("5", "09:00", "1002")}
    assert versions(office)[1:] == [(2, "roster.csv", "han.bing")]
    assert "韩冰" in manager.get(page).text
    assert noted(office) == [("directory_changed", f"{HALL} 1->2: roster=+2-0 days=2026-11-20..2026-11-20")]
    assert place_of(manager.get(preview)) == "managing/directory", "an upload is applied once"


def test_errors_name_file_row_column_and_remedy_and_nothing_can_be_applied(office: Office) -> None:
    manager = office.as_role(Role.ADMINISTRATOR)
    wrong = (ROSTER, (HALL, "11/3/2026", "9:00", "12:00", "33", "1001"))
    preview = place_of(upload(manager, roster=wrong))
    page = manager.get(preview)
    for told in ("roster.csv", '<td class="number">2</td>', "date", "2026-11-03", "没有窗口 33"):
        assert told in page.text
    assert not DIGEST.search(page.text)
    assert manager.post(preview, {"digest": "0" * 64}).status_code == 303
    assert len(versions(office)) == 1


@BOTH
def test_a_directory_that_changed_since_the_preview_makes_a_new_preview_and_loses_nothing(
    office: Office,
) -> None:
    first, second = office.as_role(Role.ADMINISTRATOR), office.as_role(Role.ADMINISTRATOR)
    preview = place_of(upload(first, roster=MONTH))
    digest = DIGEST.search(first.get(preview).text)
    assert digest
    apply(
        second, place_of(upload(second, roster=(ROSTER, (HALL, "2026-11-20", "9:00", "12:00", "12", "1012"))))
    )
    refused = first.post(preview, {"digest": digest[1]})
    assert place_of(refused) == preview
    assert len(versions(office)) == 2
    again = first.get(preview).text
    assert "重新生成的预览" in again
    assert "吴桐" in again, "what the other one added would now be ended"
    apply(first, preview)
    assert duties_on(office, DAY) == {("3", "09:00", "1001"), ("5", "09:00", "1002")}


def test_applying_wants_the_password_given_within_ten_minutes(office: Office) -> None:
    manager = office.as_role(Role.ADMINISTRATOR)
    preview = place_of(upload(manager, roster=MONTH))
    digest = DIGEST.search(manager.get(preview).text)
    assert digest
    office.desk.clock.advance(minutes=11)
    assert "/console/confirm" in manager.post(preview, {"digest": digest[1]}).location
    assert len(versions(office)) == 1


def test_files_wait_sealed_for_their_account_alone_and_not_for_ever(office: Office) -> None:
    manager, other = office.as_role(Role.ADMINISTRATOR), office.as_role(Role.ADMINISTRATOR)
    preview = place_of(upload(manager, staff=(STAFF, *staff())))
    with office.desk.services.database.read() as connection:
        row = connection.execute(select(UploadRow)).one()
    assert "陈明".encode() not in row.files_sealed
    assert place_of(other.get(preview)) == "managing/directory"
    assert manager.get(preview).status_code == 200
    office.desk.clock.advance(hours=25)
    later = office.as_role(Role.ADMINISTRATOR)
    later.get("managing/directory")
    with office.desk.services.database.read() as connection:
        assert connection.execute(select(UploadRow)).all() == []


def test_an_upload_can_be_discarded(office: Office) -> None:
    manager = office.as_role(Role.ADMINISTRATOR)
    preview = place_of(upload(manager, roster=MONTH))
    assert preview in manager.get("managing/directory").text
    manager.post(f"{preview}/discard")
    assert preview not in manager.get("managing/directory").text
    assert place_of(manager.get(preview)) == "managing/directory"


def test_a_file_that_is_too_large_or_none_is_refused_beside_its_field(office: Office) -> None:
    manager = office.as_role(Role.ADMINISTRATOR)
    large = send(manager, [(io.BytesIO(b"x" * (uploading.LARGEST + 1)), "roster.csv")])
    assert large.status_code == 422
    assert 'id="files-error"' in large.text
    assert "10 MB" in large.text
    assert 'id="files-error"' in send(manager, []).text
    twice = [(io.BytesIO(b"x"), "roster.csv"), (io.BytesIO(b"y"), "a/Roster.csv")]
    assert 'id="files-error"' in send(manager, twice).text


def test_what_is_downloaded_is_the_same_when_it_is_uploaded_again(office: Office) -> None:
    manager = office.as_role(Role.ADMINISTRATOR)
    book = manager.get("managing/directory/files/workbook").data
    page = manager.get(place_of(send(manager, [(io.BytesIO(book), "directory.xlsx")])))
    assert "与现有内容相同" in page.text
    tables = [
        (io.BytesIO(manager.get(f"managing/directory/files/{name}").data), f"{name}.csv")
        for name in ("halls", "windows", "staff", "roster")
    ]
    assert "与现有内容相同" in manager.get(place_of(send(manager, tables))).text
    assert ("directory_downloaded", f"{HALL}: workbook") in noted(office)


def test_a_name_that_looks_like_a_formula_is_a_text_in_every_download_and_comes_back_as_it_was(
    office: Office,
) -> None:
    manager = office.as_role(Role.ADMINISTRATOR)
    odd = (HALL, "+1+1", '=HYPERLINK("x")', "@局", "", "")
    apply(manager, place_of(upload(manager, staff=(STAFF, *staff(), odd))))
    table = manager.get("managing/directory/files/staff").data
    assert '"\'+1+1","\'=HYPERLINK' in table.decode("utf-8-sig")
    book = manager.get("managing/directory/files/workbook").data
    cells = [cell for row in load_workbook(io.BytesIO(book))["staff"].iter_rows() for cell in row]
    assert '=HYPERLINK("x")' in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    for data, name in ((table, "staff.csv"), (book, "directory.xlsx")):
        assert "与现有内容相同" in manager.get(place_of(send(manager, [(io.BytesIO(data), name)]))).text


def test_a_download_begins_its_roster_on_the_day_that_was_asked_for(office: Office) -> None:
    manager = office.as_role(Role.ADMINISTRATOR)
    book = load_workbook(io.BytesIO(manager.get("managing/directory/files/workbook?from=2026-11-10").data))
    days = [str(row[1]) for row in book["roster"].iter_rows(min_row=2, values_only=True)]
    assert min(days) == "2026-11-10"


def test_empty_templates_are_read_as_tables_without_lines(office: Office) -> None:
    for language in ("zh", "en"):
        manager = office.as_role(Role.ADMINISTRATOR, language=language)
        book = manager.get("managing/directory/templates/workbook").data
        preview = manager.get(place_of(send(manager, [(io.BytesIO(book), "directory.xlsx")])))
        assert 'id="errors-title"' not in preview.text


def test_whoever_administers_one_hall_uploads_and_downloads_that_hall_only(office: Office) -> None:
    chief = office.as_role(Role.ADMINISTRATOR)
    halls = (*HALLS_CSV, (OTHER, "海滨市民中心", "Asia/Shanghai", ""))
    windows = (WINDOWS, (OTHER, "1", "", ""))
    apply(chief, place_of(upload(chief, halls=halls, windows=windows)))
    manager = office.as_role(Role.ADMINISTRATOR, hall_id=hall_id(office))
    refused = manager.get(place_of(upload(manager, windows=(WINDOWS, (OTHER, "2", "", "")))))
    assert "您只管理一个大厅" in refused.text
    assert not DIGEST.search(refused.text)
    new = manager.get(place_of(upload(manager, halls=(HALLS_CSV[0], ("NEW", "新大厅", "", "")))))
    assert not DIGEST.search(new.text)
    of_none = (ROSTER[1:], *(row[1:] for row in MONTH[1:]))
    apply(manager, place_of(upload(manager, roster=of_none)))
    assert len(duties_on(office, DAY)) == 2, "a line without a hall is of the one that they administer"
    assert OTHER.encode() not in manager.get("managing/directory/files/halls").data
    assert "海滨" not in manager.get("managing/directory").text
    other = hall_id(office, OTHER)
    for path in ("", "/staff", "/roster", "/opening", "/versions", "/versions/1", "/data", "/windows/new"):
        assert manager.get(f"managing/directory/{other}{path}").status_code == 404, path
    assert manager.get("managing/directory/new").status_code == 403


def test_whoever_is_staff_takes_away_no_duty_of_their_own_by_an_upload(office: Office) -> None:
    manager = office.as_role(Role.ADMINISTRATOR, staff_no="1001")
    monday = "2026-11-09"
    without = (ROSTER, (HALL, monday, "9:00", "12:00", "3", "1002"))
    page = manager.get(place_of(upload(manager, roster=without)))
    assert "您自己" in page.text
    assert monday in page.text
    assert not DIGEST.search(page.text)
    renamed = (STAFF, *((*one[:2], "某人", *one[3:]) if one[1] == "1001" else one for one in staff()))
    assert not DIGEST.search(manager.get(place_of(upload(manager, staff=renamed))).text)
    apply(manager, place_of(upload(manager, roster=MONTH)))
    assert len(versions(office)) == 2, "further duties of their own they may add"


def test_the_directory_is_for_administrators(office: Office) -> None:
    paths = ("", "/new", "/files/workbook", "/templates/workbook", f"/{hall_id(office)}/roster")
    for role in Role:
        someone = office.as_role(role)
        expected = 200 if role is Role.ADMINISTRATOR else 403
        assert {someone.get(f"managing/directory{path}").status_code for path in paths} == {expected}, role
