"""PropertyMe's stand-in. What leaves this package is the dialect; nothing else is used outside."""

from sandbox.propertyme.dialect import PropertyMe

__all__ = ["PropertyMe"]
