"""docs/layouts.md names what the layouts read."""

from pathlib import Path

import pytest

from providers.registry import all_providers

DOCUMENT = (Path(__file__).resolve().parents[3] / "docs" / "layouts.md").read_text()
LAYOUTS = [layout for provider in all_providers() for layout in provider.layouts]


@pytest.mark.parametrize("layout", LAYOUTS, ids=[layout.slug for layout in LAYOUTS])
def test_every_heading_of_a_layout_is_in_the_document(layout):
    section = DOCUMENT.partition(f"### {layout.label} (`{layout.slug}`)\n")[2].partition("\n### ")[0]

    for column in layout.columns:
        marks = (" **!**" if column.required else "") + (" \\*" if column.telling else "")
        assert f"| {column.heading}{marks} | {', '.join(column.synonyms)} | `{column.field}` |" in section
    assert f"Known and not used: {', '.join(layout.ignored)}." in section
