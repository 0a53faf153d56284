"""Writing back, as staff see it: edits, what is on its way, and fields that both sides changed."""
