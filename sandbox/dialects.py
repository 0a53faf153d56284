"""The vendors that have a stand-in: the only shared place that names them."""

from __future__ import annotations

from sandbox.dialect import Dialect
from sandbox.propertyme import PropertyMe
from sandbox.rentmanager import RentManager

DIALECTS: tuple[type[Dialect], ...] = (PropertyMe, RentManager)
