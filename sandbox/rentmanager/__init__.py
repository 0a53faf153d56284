"""Rent Manager's stand-in. What leaves this package is the dialect; nothing else is used outside."""

from sandbox.rentmanager.dialect import RentManager

__all__ = ["RentManager"]
