"""The first rows of a file, as they are kept for the pages."""

import io
from pathlib import Path

import pytest
from openpyxl import Workbook

from integrations.wizard.sampling import ROWS_KEPT, Sample, take_sample
from providers.errors import FileError
from tests.integrations.wizard.cases import ROWS, as_csv


def sample_of(folder: Path, content: bytes, name: str = "Rent roll.csv") -> Sample:
    path = folder / "file"
    path.write_bytes(content)
    return take_sample(path, name)


def test_a_list_is_kept_with_its_numbers_and_the_values_of_its_columns(tmp_path: Path) -> None:
    taken = sample_of(tmp_path, as_csv())

    kept = Sample.from_json(taken.as_json())
    (only,) = kept.lists
    assert kept == taken
    assert [(row.number, row.cells) for row in only.rows] == [(2, ROWS[0]), (3, ROWS[1]), (4, ROWS[2])]
    assert (only.is_all, only.values["Colour"], only.column("Beds")) == (True, ("blue", "red"), ["2", "3", "many"])


def test_a_long_list_keeps_its_first_rows_only(tmp_path: Path) -> None:
    taken = sample_of(tmp_path, as_csv([(f"P{number}", f"{number} Elm Street") for number in range(300)]))

    (only,) = taken.lists
    assert (len(only.rows), only.is_all) == (ROWS_KEPT, False)
    assert "Ref" not in only.values


def test_every_sheet_is_a_list(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Where", "Beds"])
    book.active.append(["1 Elm Street", 2])
    book.create_sheet("People").append(["Name", "Mail"])
    content = io.BytesIO()
    book.save(content)

    taken = sample_of(tmp_path, content.getvalue(), "Book.xlsx")

    assert [given.name for given in taken.lists] == ["Sheet", "People"]
    assert [given.name for given in taken.usable] == ["Sheet"]
    assert taken.lists[1].trouble == "There are headings, and no rows below them."


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"Where,Beds\r\n", "There are headings, and no rows below them."),
        ((",".join(f"Column {n}" for n in range(201)) + "\r\n" + ",".join("x" * 201)).encode(), "201 columns"),
    ],
)
def test_a_file_without_a_list_to_import_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(FileError, match=words):
        sample_of(tmp_path, content)
