"""What the lists around lettings can be narrowed to."""

import django_filters

from portfolio.filters import OfProperty, OwnerFilter, PropertyFilter, RowFilter, YesOrNoFilter
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


class ProspectFilter(OwnerFilter, OfProperty):
    """Prospects, by name only: contact details are not everyone's to search."""

    class Meta(PropertyFilter.Meta):
        model = Prospect


class ApplicationFilter(OfProperty):
    """Applications."""

    searched = ("applicant_name", "external_id")

    class Meta(PropertyFilter.Meta):
        model = RentalApplication


class ScreeningFilter(OfProperty):
    """Screenings."""

    searched = ("name", "external_id")

    class Meta(PropertyFilter.Meta):
        model = Screening


class RenewalFilter(RowFilter):
    """Terms of leases. Both days of the range are part of it."""

    searched = ("external_id",)

    lease = django_filters.UUIDFilter("lease_id", label="Rows of that lease.")
    ends_from = django_filters.DateFilter("end_date", lookup_expr="gte", label="Ends that day or later.")
    ends_to = django_filters.DateFilter("end_date", lookup_expr="lte", label="Ends that day or earlier.")

    class Meta(PropertyFilter.Meta):
        model = LeaseRenewal


class ChargeFilter(OfProperty):
    """Charges. Both days of the range are part of it."""

    searched = ("charge_type", "description", "reference", "external_id")

    tenant = django_filters.UUIDFilter("tenant_id", label="Rows of that tenant.")
    date_from = django_filters.DateFilter("charged_on", lookup_expr="gte", label="That day or later.")
    date_to = django_filters.DateFilter("charged_on", lookup_expr="lte", label="That day or earlier.")
    recoverable = YesOrNoFilter("is_recoverable", label="Whether it passes an owner's cost on.")

    class Meta(PropertyFilter.Meta):
        model = Charge


class RecurringChargeFilter(OfProperty):
    """Charges that come again."""

    searched = ("charge_type", "description", "external_id")

    tenant = django_filters.UUIDFilter("tenant_id", label="Rows of that tenant.")

    class Meta(PropertyFilter.Meta):
        model = RecurringCharge


class DepositFilter(OfProperty):
    """Deposits held."""

    searched = ("external_id",)

    tenant = django_filters.UUIDFilter("tenant_id", label="Rows of that tenant.")

    class Meta(PropertyFilter.Meta):
        model = SecurityDeposit


class SubsidyFilter(RowFilter):
    """Programmes that pay part of a rent."""

    searched = ("name", "short_name", "external_id")

    class Meta(PropertyFilter.Meta):
        model = Subsidy


class RetailSaleFilter(OfProperty):
    """Shops' sales."""

    searched = ("external_id",)

    lease = django_filters.UUIDFilter("lease_id", label="Rows of that lease.")

    class Meta(PropertyFilter.Meta):
        model = RetailSale


class AppointmentFilter(RowFilter):
    """Appointments."""

    searched = ("subject", "external_id")

    class Meta(PropertyFilter.Meta):
        model = Appointment


class AssociationFilter(OfProperty):
    """Associations."""

    searched = ("name", "external_id")

    class Meta(PropertyFilter.Meta):
        model = Association


class ViolationFilter(OfProperty):
    """Breaches of associations' rules."""

    searched = ("code", "category", "description", "external_id")

    status = django_filters.ChoiceFilter(choices=Violation.Status.choices)

    class Meta(PropertyFilter.Meta):
        model = Violation


class RequestFilter(OfProperty):
    """What owners ask to build."""

    searched = ("title", "description", "external_id")

    class Meta(PropertyFilter.Meta):
        model = ArchitecturalRequest
