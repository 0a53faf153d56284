"""The portfolio. What another system keeps can be looked at here, and is changed there."""

from portfolio.admin import money, people, properties, work

__all__ = ["money", "people", "properties", "work"]
