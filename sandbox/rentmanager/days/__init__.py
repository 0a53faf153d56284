"""One day in the life of a location. Every row it touches is named in the changes that come back."""

from sandbox.rentmanager.days.day import live_a_day

__all__ = ["live_a_day"]
