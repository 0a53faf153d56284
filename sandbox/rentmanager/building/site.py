"""What all builders work with."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sandbox.rentmanager.estate import COUNTED, STAMPED, Location, Row
from sandbox.rentmanager.schema import FIELDS, PRIMARY

USERS = (1, 4, 7, 9)  # 1 is the system itself
# first ids, so far apart that one kind's id is seldom another's
FIRST = {
    "Properties": 12,
    "Owners": 41,
    "Vendors": 77,
    "Prospects": 177,
    "Units": 301,
    "Addresses": 501,
    "Tenants": 920,
    "Leases": 1377,
    "MarketRents": 1411,
    "LeaseRenewals": 1750,
    "Contacts": 4410,
    "ServiceManagerIssues": 5345,
    "PhoneNumbers": 7120,
    "RecurringCharges": 7701,
    "ServiceManagerIssueWorkOrders": 8121,
    "UserDefinedValues": 9001,
    "UserDefinedFields": 210,
    "Bills": 61_200,
    "Charges": 88_120,
    "Payments": 91_205,
    "Credits": 93_010,
    "Allocations": 99_001,
}


@dataclass
class Site:
    """A location in the making with its one source of chance."""

    location: Location
    rng: random.Random
    today: date

    def put(self, resource: str, row: Row, created: date | None = None, updated: date | None = None) -> Row:
        """Enter a row, under a new key unless it has one; nulls are left out, the stamps of the two days are put in."""
        name = PRIMARY[resource]
        key = row.pop(name, None) or self.location.next_id(resource)
        row = {name: key} | {field: value for field, value in row.items() if value is not None}
        if resource in STAMPED:
            first = self.moment(created or self.ago(900))
            last = max(first, self.moment(updated or created or self.ago(400)))
            made = {"CreateDate": first, "CreateUserID": self.rng.choice(USERS)}
            made |= {"UpdateDate": last, "UpdateUserID": self.rng.choice(USERS)}
            row |= {field: value for field, value in made.items() if field in FIELDS[resource]}
        if resource in COUNTED:
            row["ConcurrencyID"] = self.rng.randint(1, 9)
        return self.location.put(resource, row)

    def touch(self, resource: str, row: Row, day: date) -> None:
        """Say that a row was changed on that day, if it was not later on."""
        row["UpdateDate"] = max(row["UpdateDate"], self.moment(day))

    def moment(self, day: date) -> str:
        """Some second of that day's office hours, yesterday's at the latest."""
        seconds = self.rng.randint(8 * 3600, 17 * 3600)
        day = min(day, self.today - timedelta(days=1))
        return f"{day.isoformat()}T{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"

    def ago(self, days: int) -> date:
        """The day so many days ago."""
        return self.today - timedelta(days=days)

    def some_day(self, low: int, high: int) -> date:
        """Some day between so many days ago."""
        return self.ago(self.rng.randint(low, high))

    def month(self, back: int = 0) -> date:
        """The first of a month, so many before this one."""
        return months_on(self.today.replace(day=1), -back)

    def rows(self, resource: str) -> list[Row]:
        """The rows put down so far."""
        return list(self.location.tables[resource].values())


def midnight(day: date) -> str:
    """A day as rows write it."""
    return f"{day.isoformat()}T00:00:00"


def day_of(text: str) -> date:
    """The day of a time in a row."""
    return date.fromisoformat(text[:10])


def months_on(day: date, months: int) -> date:
    """The same day of another month, or its 28th."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, 28))


def every(rows: Sequence[Row], step: int, first: int = 0) -> list[Row]:
    """Each so-manieth row."""
    return list(rows[first::step])
