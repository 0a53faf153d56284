"""Rows that cannot be parted into cells, on their way to the to-fix list."""

from contextlib import closing
from pathlib import Path

from providers.exports.layouts import Column, Layout, Recognition
from providers.exports.pages import read_pages
from providers.exports.tables import read_tables
from providers.exports.text import MEND, OPEN_QUOTE
from providers.records import Kind, Rejected

LAYOUT = Layout(
    slug="sample/tenants",
    source="sample",
    label="Sample tenants",
    kinds=(Kind.TENANT,),
    columns=(Column("id", "Id", lambda cell, heading: cell), Column("name", "Name", lambda cell, heading: cell)),
    translate=lambda values: (),
    name_of=lambda values: values["id"],
)
FITS = Recognition(LAYOUT, None, 100, "", {"id": 0, "name": 1})


def test_a_spoilt_row_is_rejected_with_what_stood_there(tmp_path: Path):
    path = tmp_path / "file"
    path.write_text('Id,Name\n1,"Ray\n2,Zoë\n')

    with closing(read_tables(path, "Tenants.csv")) as tables:
        pages = list(read_pages(next(tables), FITS, "T", 10))

    assert [row for page in pages for row in page.rows] == [
        Rejected(
            kind=Kind.TENANT,
            external_id="1",
            code="malformed_row",
            message=OPEN_QUOTE,
            action=MEND,
            row_number=2,
            raw=b'{"Id":"1","Name":"\\"Ray"}',
            file="T",
            layout="sample/tenants",
        )
    ]
    assert sum(page.read for page in pages) == 2
