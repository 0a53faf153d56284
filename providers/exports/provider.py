"""Files that other systems export. No vendor stands behind them: people say themselves what their columns mean."""

from providers.base import Category, Kind, Provider


class Exports(Provider):
    """Nothing is asked of anybody: the files come to us."""

    slug = "exports"
    label = "Export files"
    category = Category.FILES
    takes_files = True

    @classmethod
    def file_kinds(cls) -> tuple[Kind, ...]:
        """The kinds that people can describe a list of."""
        return (Kind.PROPERTY, Kind.OWNER, Kind.TENANT, Kind.LEASE, Kind.COMPLIANCE_EVENT)
