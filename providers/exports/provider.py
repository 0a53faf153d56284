"""Files that other systems export. No vendor stands behind them. Declared only, so that people see it coming."""

from providers.base import Category, Provider, Status


class Exports(Provider):
    """Nothing can be read yet."""

    slug = "exports"
    label = "Export files"
    category = Category.FILES
    status = Status.COMING_SOON
    outlook = "Spreadsheets that your system exports, for systems without an interface. pmsync does not read them yet."
