"""The rows around lettings, read only. Charges, deposits and sales are money: they need the right to see it."""

from agencies.permissions import Permission
from integrations.api.serializers import lettings as shapes
from integrations.api.views.portfolio import NEWEST, routes
from portfolio import letting_filters as filters
from portfolio.models import (
    Appointment,
    ArchitecturalRequest,
    Association,
    Charge,
    LeaseRenewal,
    Prospect,
    RecurringCharge,
    RentalApplication,
    RetailSale,
    Screening,
    SecurityDeposit,
    Subsidy,
    Violation,
)

MONEY = {"permission": Permission.SEE_MONEY}

urlpatterns = [
    *routes("prospects", Prospect, shapes.ProspectRowSerializer, filters.ProspectFilter),
    *routes(
        "applications", RentalApplication, shapes.ApplicationRowSerializer, filters.ApplicationFilter, order=NEWEST
    ),
    *routes("screenings", Screening, shapes.ScreeningRowSerializer, filters.ScreeningFilter, order=NEWEST),
    *routes("lease-renewals", LeaseRenewal, shapes.RenewalRowSerializer, filters.RenewalFilter, order=NEWEST),
    *routes("charges", Charge, shapes.ChargeRowSerializer, filters.ChargeFilter, **MONEY),
    *routes(
        "recurring-charges",
        RecurringCharge,
        shapes.RecurringChargeRowSerializer,
        filters.RecurringChargeFilter,
        order=NEWEST,
        **MONEY,
    ),
    *routes("security-deposits", SecurityDeposit, shapes.DepositRowSerializer, filters.DepositFilter, **MONEY),
    *routes("subsidies", Subsidy, shapes.SubsidyRowSerializer, filters.SubsidyFilter, **MONEY),
    *routes("retail-sales", RetailSale, shapes.RetailSaleRowSerializer, filters.RetailSaleFilter, **MONEY),
    *routes("appointments", Appointment, shapes.AppointmentRowSerializer, filters.AppointmentFilter, order=NEWEST),
    *routes("associations", Association, shapes.AssociationRowSerializer, filters.AssociationFilter),
    *routes("violations", Violation, shapes.ViolationRowSerializer, filters.ViolationFilter, order=NEWEST),
    *routes(
        "architectural-requests",
        ArchitecturalRequest,
        shapes.ArchitecturalRequestRowSerializer,
        filters.RequestFilter,
        order=NEWEST,
    ),
]
