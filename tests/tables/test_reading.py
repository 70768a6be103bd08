"""Files from outside: what is read comes out as the file holds it, and nothing hostile gets through."""

from __future__ import annotations

import random
import struct
import tracemalloc
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.tables.files import SHEET, package, workbook, zipped
from trainee_app.tables import FileUnreadable, Limits, Sheet, read_tables

COHORT = Path(__file__).parents[1] / "imports/data/cohort.xlsx"
_MOST_MEMORY = 100 * 1024 * 1024


def cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def refusal(content: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(FileUnreadable) as refused:
        read_tables(content, *([limits] if limits else []))
    sentence = str(refused.value)
    assert sentence.endswith(".")
    return sentence


# What is read


def test_cells_come_out_as_the_file_holds_them() -> None:
    def write(book: Any, sheet: Any) -> None:
        day, span = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": "[h]:mm"})
        clock = book.add_format({"num_format": "hh:mm"})
        sheet.write("A1", "  Seminar ")
        sheet.write_datetime("B1", date(2025, 10, 22), day)
        sheet.write_number("C1", 1.5)
        sheet.write_number("D1", 26 / 24, span)
        sheet.write_datetime("E1", time(1, 30), clock)
        sheet.write_string("F1", "=1+1")

    (sheet,) = read_tables(workbook(write))
    assert sheet.rows == (("  Seminar ", date(2025, 10, 22), 1.5, timedelta(hours=26), time(1, 30), "=1+1"),)


def test_rows_and_columns_keep_their_numbers_though_the_table_begins_further_down() -> None:
    (sheet,) = read_tables(package(f'<row r="3">{cell("B3", "here")}</row>'))
    assert sheet == Sheet("Hours", (("", ""), ("", ""), ("", "here")))


def test_a_formula_gives_its_saved_result() -> None:
    (sheet,) = read_tables(workbook(lambda _book, sheet: sheet.write_formula("A1", "=1+1", None, 2)))
    assert sheet.rows == ((2,),)


def test_a_formula_without_a_result_and_an_error_are_shown_and_not_lost_as_empty_cells() -> None:
    data = '<row r="1"><c r="A1"><f>B9*2</f></c><c r="B1" t="e"><f>NA()</f><v>#N/A</v></c></row>'
    (sheet,) = read_tables(package(data))
    assert sheet.rows == (("=B9*2", "#N/A"),)


def test_empty_rows_at_the_end_are_left_off() -> None:
    (sheet,) = read_tables(package(f'<row r="1">{cell("A1", "x")}</row><row r="2">{cell("A2", "")}</row>'))
    assert sheet.rows == (("x",),)


@pytest.mark.parametrize(
    "content",
    [
        b"Trainee,What\r\nUna,Reading\r\n",
        b"\xef\xbb\xbfTrainee;What\nUna;Reading\n",
        b"Trainee\tWhat\nUna\tReading",
        b'"Trainee","What"\n"Una","Reading"\n\n',
        "Trainee\tWhat\nUna\tReading".encode("utf-16"),
    ],
)
def test_csv_is_read_with_whatever_stands_between_its_columns(content: bytes) -> None:
    assert read_tables(content) == (Sheet("", (("Trainee", "What"), ("Una", "Reading"))),)


def test_csv_from_an_older_spreadsheet_programme_keeps_its_letters() -> None:
    assert read_tables("Zoë,Siân".encode("cp1252"))[0].rows == (("Zoë", "Siân"),)


def test_rows_of_a_csv_file_become_equally_wide() -> None:
    assert read_tables(b"a,b,c\nd\n")[0].rows == (("a", "b", "c"), ("d", "", ""))


# What is refused


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"  \r\n \n", "empty"),
        (b"<html><table><tr><td>Trainee</td></tr></table></html>", "web page"),
        (b'  <?xml version="1.0"?><Workbook/>', "web page"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "password"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"a,b\0c", "neither"),
        (b'a,"never closed\n1,2', "quotation"),
        (b"PK\x03\x04 and nothing else", "broken"),
        (zipped({"word/document.xml": "<w/>"}), "no .xlsx workbook"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "OpenDocument"),
        (package("<row><c>"), "broken"),
        (package("", **{"xl/workbook.xml": "not xml"}), "broken"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_a_sentence(content: bytes, word: str) -> None:
    assert word in refusal(content)


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.999])
def test_a_file_cut_off_anywhere_is_refused(kept: float) -> None:
    whole = COHORT.read_bytes()
    assert "broken" in refusal(whole[: int(len(whole) * kept)])


def test_a_file_that_is_too_large_as_it_comes_is_refused() -> None:
    assert "larger than 1 MB" in refusal(b"a," * 600_000, Limits(packed_bytes=1024 * 1024))


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = package("", **{SHEET: b" " * (200 * 1024 * 1024)})
    assert len(bomb) < 1024 * 1024
    tracemalloc.start()
    assert "unpacks to more" in refusal(bomb)
    assert tracemalloc.get_traced_memory()[1] < _MOST_MEMORY
    tracemalloc.stop()


def test_a_part_that_unpacks_to_more_than_it_declares_is_refused() -> None:
    honest = package("", **{SHEET: b"<a>" + b" " * 5_000_000 + b"</a>"})
    size = struct.pack("<I", 5_000_007)
    assert honest.count(size) == 2
    tracemalloc.start()
    assert "broken" in refusal(honest.replace(size, struct.pack("<I", 100)))
    assert tracemalloc.get_traced_memory()[1] < 3_000_000
    tracemalloc.stop()


def test_a_bomb_of_very_many_parts_is_refused() -> None:
    assert "unpacks to more" in refusal(package("", **{f"xl/extra{n}.xml": "<a/>" for n in range(600)}))


@pytest.mark.parametrize(
    "data",
    [
        f'<row r="1">{cell("A1", "x")}</row><row r="2000000">{cell("A2000000", "y")}</row>',
        f'<row r="1">{cell("A1", "x")}{cell("XFD1", "y")}</row>',
        "<row>" + "<c><v>1</v></c>" * 200 + "</row>",
        "<row/>" * 20_001,
    ],
    ids=["a far row", "a far column", "columns without names", "rows without numbers"],
)
def test_a_sheet_that_reaches_too_far_is_refused_before_it_is_laid_out(data: str) -> None:
    tracemalloc.start()
    assert "beyond 20,000 rows or 100 columns" in refusal(package(data))
    assert tracemalloc.get_traced_memory()[1] < _MOST_MEMORY
    tracemalloc.stop()


def test_two_million_declared_rows_do_no_harm_where_no_cell_is_there() -> None:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<dimension ref="A1:XFD2000000"/><sheetData><row r="1">{cell("A1", "x")}</row></sheetData></worksheet>'
    )
    assert read_tables(package("", **{SHEET: sheet}))[0].rows == (("x",),)


def test_sheets_that_are_too_large_together_are_refused() -> None:
    data = f'<row r="1">{cell("A1", "x")}</row><row r="900">{cell("CV900", "y")}</row>'
    assert "too large" in refusal(package(data), Limits(cells=50_000))


def test_one_long_text_that_very_many_cells_share_is_refused() -> None:
    shared = "<sst><si><t>" + "x" * 30_000 + "</t></si></sst>"
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 2000))
    assert "more text" in refusal(package(rows, **{"xl/sharedStrings.xml": shared}))


def test_a_cell_of_endless_text_is_refused() -> None:
    assert "32,767" in refusal(package(f"<row>{cell('A1', 'x' * 40_000)}</row>"))


def test_entities_that_grow_are_refused() -> None:
    declared = '<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;&b;">]><worksheet><sheetData/></worksheet>'
    assert "declarations" in refusal(package("", **{SHEET: declared}))


@pytest.mark.parametrize("encoding", ["cp037", "utf-16", "utf-7", "no-such-thing"])
def test_a_sheet_cannot_hide_its_size_behind_an_encoding(encoding: str) -> None:
    data = f'<row r="1">{cell("A1", "x")}</row><row r="1000000">{cell("A1000000", "y")}</row>'
    said = f'<?xml version="1.0" encoding="{encoding}"?><worksheet><sheetData>{data}</sheetData></worksheet>'
    assert "beyond" in refusal(package("", **{SHEET: said}))


def test_too_many_columns_of_csv_are_refused() -> None:
    assert "100 columns" in refusal(b"," * 101)


def test_too_many_rows_of_csv_are_refused() -> None:
    assert "20,000 rows" in refusal(b"a,b\n" * 20_001)


@pytest.mark.parametrize("content", [b"ab," * 1_000_000, b'"ab",' * 600_000, (b"ab," * 5_000 + b"\n") * 200])
def test_csv_that_is_far_too_wide_is_refused_before_it_is_parted(content: bytes) -> None:
    tracemalloc.start()
    try:
        assert "100 columns" in refusal(content)
        assert tracemalloc.get_traced_memory()[1] < 12 * len(content)
    finally:
        tracemalloc.stop()


def test_a_quoted_cell_may_hold_any_number_of_commas() -> None:
    many = "," * 5_000
    text = f'Date,Notes\n1/10/2026,"a{many}\nb{many}"\n2/10/2026,"{many}"\n'
    (sheet,) = read_tables(text.encode())
    assert [len(row) for row in sheet.rows] == [2, 2, 2]
    assert sheet.rows[1][1] == f"a{many}\nb{many}"


def test_a_damaged_file_is_read_or_refused_and_nothing_else_ever_happens() -> None:
    whole, chance = COHORT.read_bytes(), random.Random(2025)
    ends = {"read": 0, "refused": 0}
    for _ in range(60):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        ends[_end_of(bytes(damaged))] += 1
    assert sum(ends.values()) == 60
    assert ends["refused"]


def test_damaged_parts_in_a_sound_container_are_read_or_refused_too() -> None:
    chance = random.Random(7)
    plain = f'<row r="1"><c r="A1"><v>1</v></c>{cell("B1", "x")}<c r="C1" s="9" t="d"><v>2025-01-01</v></c></row>'
    ends = {"read": 0, "refused": 0}
    for _ in range(400):
        characters = list(plain)
        for _ in range(chance.randint(1, 4)):
            characters[chance.randrange(len(characters))] = chance.choice('<>"/=1Acvt&; \u00e9')
        ends[_end_of(package("".join(characters)))] += 1
    assert ends["read"]
    assert ends["refused"]


def _end_of(content: bytes) -> str:
    try:
        read_tables(content)
    except FileUnreadable:
        return "refused"
    return "read"
