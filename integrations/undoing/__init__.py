"""Undoing a run: in comes a run that is over; out goes a run of its own that puts back what the first one changed.

`preview` says what would happen, `undo` does it. Both follow the same plan (`planning.steps`), which leaves every value as it
is that a later run or a person has touched since, and says so."""

from integrations.undoing.doing import obstacle, preview, undo
from integrations.undoing.outcome import Kept, Step, Tally, Undoing

__all__ = ["Kept", "Step", "Tally", "Undoing", "obstacle", "preview", "undo"]
