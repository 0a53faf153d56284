"""The portfolio. What another system keeps can be looked at here, and is changed there, unless `writable` says otherwise."""

from portfolio.admin import associations, charges, lettings, money, people, properties, work

__all__ = ["associations", "charges", "lettings", "money", "people", "properties", "work"]
