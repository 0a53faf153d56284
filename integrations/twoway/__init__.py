"""Writing back: edits of rows that another system keeps go into an outbox and from there to that system, in order per row.

In comes an edit (`editing`, `creating`) or a page of records that a run has read (`merging`); out goes a push (`pushing`) or a
conflict for a person (`conflicts`). What decides between the two sides is pure and stands in `comparing`. `settings` says which
kinds go which way, and whose fields they are. docs/two_way.md tells the whole way."""
