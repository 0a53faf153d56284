"""Owners, tenants and the other people an agency deals with."""

from typing import ClassVar

from django.contrib import admin

from agencies.permissions import Permission
from portfolio.admin.base import RowAdmin
from portfolio.models import Contact, Owner, Tenant


class PartyAdmin(RowAdmin):
    """People and companies. Their contact details are for roles that may see them."""

    hidden: ClassVar[dict[Permission, tuple[str, ...]]] = {
        Permission.SEE_CONTACTS: ("email", "phone", "people", "custom")
    }
    list_display: tuple[str, ...] = ("name", "email", "phone", "agency", "kept_by", "as_of")
    search_fields = ("name", "email", "company", "external_id")


@admin.register(Owner)
class OwnerAdmin(PartyAdmin):
    """Owners."""

    leads_to = (("Properties", "portfolio_property", "owners__id__exact"), *RowAdmin.leads_to)


@admin.register(Tenant)
class TenantAdmin(PartyAdmin):
    """Tenants."""

    hidden = PartyAdmin.hidden | {Permission.SEE_MONEY: ("balance",)}
    leads_to = (("Leases", "portfolio_lease", "tenants__id__exact"), *RowAdmin.leads_to)


@admin.register(Contact)
class ContactAdmin(PartyAdmin):
    """Suppliers, and people of the agency as the other system knows them."""

    list_display = ("name", "role", "email", "phone", "agency", "kept_by", "as_of")
    leads_to = (("Jobs", "portfolio_maintenancejob", "supplier__id__exact"), *RowAdmin.leads_to)
