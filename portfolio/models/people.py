"""Owners, tenants and the other people an agency deals with."""

from django.db import models

from portfolio.models.synced import SyncedRow


class Party(SyncedRow):
    """What owners, tenants and contacts share. The first person's details stand in columns, everyone's in `people`."""

    name = models.CharField()
    first_name = models.CharField(blank=True, default="")
    last_name = models.CharField(blank=True, default="")
    company = models.CharField(blank=True, default="")
    email = models.CharField(blank=True, default="")
    phone = models.CharField(blank=True, default="")
    postal_address = models.CharField(blank=True, default="")

    class Meta(SyncedRow.Meta):
        abstract = True
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Owner(Party):
    """Who owns properties. Joint owners are one owner with several people. `business_number` is the ABN in Australia."""

    people = models.JSONField(default=list, blank=True)
    business_number = models.CharField(blank=True, default="")


class Tenant(Party):
    """Who rents. Joint tenants are one tenant with several people. `balance` is what the source says that they owe, less
    than zero where they are ahead; null where it does not say."""

    people = models.JSONField(default=list, blank=True)
    balance = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)


class Contact(Party):
    """Anyone else: a supplier, or a person who works at the agency as the other system knows them (role `member`)."""

    role = models.CharField(default="supplier")
    business_number = models.CharField(blank=True, default="")
    job_title = models.CharField(blank=True, default="")
