"""Builds the estate of day 0: same seed and same day, same bytes."""

from sandbox.propertyme.building.estates import build_estates

__all__ = ["build_estates"]
