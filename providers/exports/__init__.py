"""Exported files. A file enters, tables leave `tables`; a table is told by its headings in `recognising`; its rows become
records by the layout that fits. `provider` is the provider of all systems without a module of their own."""
