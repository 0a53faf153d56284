"""The REST API under `/api`: one module per subject."""

from sandbox.propertyme.api.mount import api

__all__ = ["api"]
