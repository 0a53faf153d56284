"""Rent Manager's words and ours. Its enums' values are not published, so unknown words are taken as they come wherever a
record allows it."""

import re

from providers.records import Frequency, JobStatus

# RentPeriod and the Frequency of a recurring charge, which counts such periods
FREQUENCIES = {
    ("monthly", 1): Frequency.MONTHLY,
    ("monthly", 3): Frequency.QUARTERLY,
    ("monthly", 12): Frequency.YEARLY,
    ("weekly", 1): Frequency.WEEKLY,
    ("weekly", 2): Frequency.FORTNIGHTLY,
}

# The RentPeriod of nearly everybody, and of those who say none
BY_THE_MONTH = "monthly"

# What one period of each RentPeriod is
PERIODS = {"monthly": Frequency.MONTHLY, "weekly": Frequency.WEEKLY}

# A tenant's Status
PAST = "past"

# AccountType of a transaction on a tenant's account
TENANT_ACCOUNTS = ("customer", "tenant")

# Statuses of service issues are named by each customer: a word of the name tells, the first that fits
JOB_WORDS = (
    (re.compile(r"cancel|void"), JobStatus.CANCELLED),
    (re.compile(r"reject|declin|denied"), JobStatus.REJECTED),
    (re.compile(r"complet|finish|done|resolved"), JobStatus.FINISHED),
    (re.compile(r"approved"), JobStatus.APPROVED),
    (re.compile(r"quote|estimate|bid"), JobStatus.QUOTED),
    (re.compile(r"progress|assign|schedul|dispatch|wait|hold|parts"), JobStatus.ASSIGNED),
)

# Charge types are named by each customer: rent is called rent, and nothing else that is let beside the home
RENT = re.compile(r"\brent\b|\brc\b")
NO_RENT = re.compile(r"\b(pet|storage|garage|parking|carport|percentage|appliance|furniture|late|renters?)\b")

# Types of user-defined fields whose values are not text for people
UNREADABLE_TYPES = ("encryptedtext", "encrypted text", "file", "image")

# Areas of webhook events, without spaces and in lower case: the parent's areas name the record that holds theirs
EVENT_AREAS = {
    "tenant": "Tenants",
    "prospect": "Prospects",
    "owner": "Owners",
    "vendor": "Vendors",
    "serviceissue": "ServiceManagerIssues",
    "servicemanagerissue": "ServiceManagerIssues",
    "application": "ProspectApplications",
}
PARENT_AREAS = {
    "tenantcontact": "Tenants",
    "prospectcontact": "Prospects",
    "serviceissuetechtimes": "ServiceManagerIssues",
}


def is_rent(name: str, description: str) -> bool:
    """Whether a charge type of this code and name is rent for a home or shop."""
    words = f"{name} {description}".lower()
    return RENT.search(words) is not None and NO_RENT.search(words) is None
