"""A sheet's bytes as rows: encodings, separators, and the lines that rows begin on."""

import codecs

import pytest

from vaultkit.core.tables.csv_text import NoTable, read_table

KNOWN = {"company", "role", "status", "azienda", "ruolo"}


def read(data):
    return read_table(data, lambda name: name.strip().casefold() in KNOWN)


def code(data):
    with pytest.raises(NoTable) as caught:
        read(data)
    return caught.value.code, caught.value.values


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(separator):
    table = read(
        f"Company{separator}Role\nAcme{separator}Cook, chef\n".encode()
        if separator != ","
        else b'Company,Role\nAcme,"Cook, chef"\n'
    )
    assert table.separator == separator
    assert table.rows[0].cells == ("Acme", "Cook, chef")


def test_many_commas_in_texts_do_not_make_a_separator_of_them():
    table = read(b"Company;Role\nAcme;a,b,c,d,e,f\n")
    assert table.separator == ";"


def test_a_first_line_of_excel_names_the_separator():
    table = read(b"sep=|\nCompany|Role\nAcme|Cook\n")
    assert (table.separator, table.rows[0].line) == ("|", 3)


@pytest.mark.parametrize(
    ("data", "encoding", "is_assumed"),
    [
        ("Company,Role\nCafé,x\n".encode(), "UTF-8", False),
        ("Company,Role\nCafé,x\n".encode("utf-8-sig"), "UTF-8", False),
        ("Company,Role\nCafé,x\n".encode("utf-16"), "UTF-16", False),
        (codecs.BOM_UTF16_BE + "Company,Role\nCafé,x\n".encode("utf-16-be"), "UTF-16", False),
        ("Company,Role\nCafé,x\n".encode("utf-32"), "UTF-32", False),
        ("Company,Role\nCafé,x\n".encode("utf-16-le"), "UTF-16", True),
        ("Company,Role\nCafé,x\n".encode("utf-16-be"), "UTF-16", True),
        ("Company,Role\nCafé,x\n".encode("cp1252"), "Windows-1252", True),
        ("Company,Role\nCafé,x\n".encode("latin-1"), "Windows-1252", True),
    ],
)
def test_accents_survive_every_encoding_and_what_was_assumed_is_told(data, encoding, is_assumed):
    table = read(data)
    assert (table.encoding, table.is_assumed) == (encoding, is_assumed)
    assert table.rows[0].cells == ("Café", "x")
    assert table.names.cells[0] == "Company"


def test_the_signs_that_windows_has_beside_latin_1_are_read():
    assert read(b"Company,Role\n5\x80,x\n").rows[0].cells == ("5€", "x")


@pytest.mark.parametrize("byte", [0x81, 0x8D, 0x8F, 0x90, 0x9D])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_byte_that_windows_does_not_know_is_told_by_its_line_and_nothing_is_guessed(byte, end):
    rows = b"Company,Role", b"Caf\xe9,x", b"5\x80,x" + bytes([byte]), b"Acme,y"
    assert code(end.join(rows)) == ("not-windows", {"line": 3, "byte": f"0x{byte:02X}"})


@pytest.mark.parametrize(
    "text", ["Caffè,Perché", "Perché,x", "Ünïted “B”,Ça", '"Caffè\nPiù",Perché']
)
def test_the_line_ends_of_old_macs_tell_their_encoding(text):
    table = read(f"Company,Role\r{text}\r".encode("mac_roman"))
    assert (table.encoding, table.is_assumed) == ("Mac OS Roman", True)
    assert ",".join(table.rows[0].cells) == text.replace('"', "")


def test_a_file_of_an_old_mac_that_is_utf_8_is_read_as_that():
    assert read("Company,Role\rCaffè,x\r".encode()).encoding == "UTF-8"


def test_of_a_file_that_two_programs_wrote_each_line_is_read_as_it_is():
    data = b"Company,Role\n" + "Café,a\n".encode() + "Città,b\n".encode("cp1252")
    assert [row.cells[0] for row in read(data).rows] == ["Café", "Città"]


def test_rows_know_their_lines_though_cells_have_lines_of_their_own():
    table = read(b'Company,Role\n"Acme\nInc",Cook\n\nGlobex,Chef')
    assert [(row.line, row.cells) for row in table.rows] == [
        (2, ("Acme\nInc", "Cook")),
        (5, ("Globex", "Chef")),
    ]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_all_line_ends_end_a_row(end):
    table = read(f"Company,Role{end}Acme,Cook{end}Globex,Chef".encode())
    assert [row.line for row in table.rows] == [2, 3]


def test_what_unicode_calls_a_line_end_ends_no_row():
    (row,) = read("Company,Role\nAc\u2028me\x0b\x1c,Cook\n".encode()).rows
    assert row.cells == ("Ac\u2028me\x0b\x1c", "Cook")


def test_a_title_above_the_names_of_the_columns_is_told_and_left_out():
    table = read(b"My search 2026,,\n,,\nCompany,Role,Status\nAcme,Cook,x\n")
    assert [row.line for row in table.above] == [1]
    assert table.names.line == 3
    assert [row.line for row in table.rows] == [4]


def test_without_any_known_name_the_first_row_names_the_columns():
    table = read(b"Firma,Stelle\nAcme,Koch\n")
    assert (table.names.cells, len(table.rows)) == (("Firma", "Stelle"), 1)


@pytest.mark.parametrize("data", [b"", b"\n\n", b" , ,\n", b"sep=;\n"])
def test_a_file_without_a_row_is_told(data):
    assert code(data) == ("empty", {})


def test_a_quotation_mark_that_is_never_closed_is_told_by_its_line():
    assert code(b'Company,Role\nAcme,Cook\nGlobex,"Chef\nInitech,x\n') == ("unclosed", {"line": 3})
    assert code(b'Company,"Role\nAcme,Cook') == ("unclosed", {"line": 1})


def test_a_quotation_mark_within_a_cell_is_no_opening_one():
    (row,) = read(b'Company,Role\nAcme,the "best" cook\n').rows
    assert row.cells == ("Acme", 'the "best" cook')


def test_a_cell_without_end_is_told_by_its_line():
    long = b"x" * 140_000
    assert code(b"Company,Role\nAcme," + long) == ("cell-too-long", {"line": 2})
    assert code(b"Company," + long)[0] == "cell-too-long"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"PK\x03\x04rest", "packed"),
        (b"\xd0\xcf\x11\xe0rest", "packed"),
        (b"Com\0\0pany\0Role\0", "not-text"),
        (codecs.BOM_UTF8 + b"Caf\xe9", "not-decoded"),
        (b"a\0b\0\x00\xd8c\0d\0e\0", "not-text"),
    ],
)
def test_what_is_no_text_is_told(data, what):
    assert code(data)[0] == what


def test_a_zero_that_strayed_into_a_cell_makes_no_file_unreadable_and_ends_none():
    rows = read(b"Company,Role\nAc\0me,Cook\n\0last\nGlobex,Chef\n" + b"Initech,x\n" * 9).rows
    assert [row.cells for row in rows][:3] == [("Ac\0me", "Cook"), ("\0last",), ("Globex", "Chef")]
