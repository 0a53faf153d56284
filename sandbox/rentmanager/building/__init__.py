"""Builds the locations of day 0: the same seed and day always give the same rows."""

from sandbox.rentmanager.building.locations import build_locations

__all__ = ["build_locations"]
