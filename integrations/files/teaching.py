"""The layouts that people have taught: column mappings as layouts."""

from integrations.models import ColumnMapping, Connection
from providers.exports.custom import layout_from
from providers.exports.layouts import Layout

TAUGHT = "taught/"


def taught(connection: Connection) -> tuple[Layout, ...]:
    """The column mappings of a connection, as layouts. One query."""
    return tuple(map(as_layout, ColumnMapping.objects.filter(connection=connection)))


def as_layout(mapping: ColumnMapping) -> Layout:
    """A mapping as the layout by which its lists are recognised and read."""
    return layout_from(
        slug_of(mapping),
        mapping.name,
        mapping.kind,
        mapping.columns,
        headings=tuple(mapping.headings),
        is_complete=mapping.is_complete,
    )


def slug_of(mapping: ColumnMapping) -> str:
    """What its layout is called wherever one is named."""
    return f"{TAUGHT}{mapping.slug}"
