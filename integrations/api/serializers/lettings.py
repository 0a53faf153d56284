"""The rows around lettings: prospects, charges, deposits, associations. What a role may not see is null."""

from typing import Any

from rest_framework import serializers

from agencies.permissions import Permission
from integrations.api.serializers.portfolio import NULL_WHEN_HIDDEN, SYNCED, RowSerializer
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

OF = ["id", "org_id"]


class BoardMemberSerializer(serializers.Serializer[Any]):
    """Somebody on an association's board. The days are null where the other system does not say."""

    name = serializers.CharField()
    role = serializers.CharField()
    since = serializers.DateField(source="from", allow_null=True)
    until = serializers.DateField(allow_null=True)


class CommitteeSerializer(serializers.Serializer[Any]):
    """A committee and who is on it."""

    name = serializers.CharField()
    members = serializers.ListField(child=serializers.CharField())


class ProspectRowSerializer(RowSerializer):
    """Somebody who looks for a home. How to reach them is null for those who may not see contacts, what they would
    pay for those who may not see money."""

    hidden = {
        Permission.SEE_CONTACTS: (
            "email",
            "phone",
        ),
        Permission.SEE_MONEY: (
            "rent_from",
            "rent_to",
        ),
    }

    class Meta:
        model = Prospect
        fields = [
            *OF,
            "property",
            "unit",
            "name",
            "first_name",
            "last_name",
            "email",
            "phone",
            "status",
            "stage",
            "lead_source",
            "applied_on",
            "move_in_on",
            "rent_from",
            "rent_to",
            "people_count",
            *SYNCED,
        ]
        read_only_fields = fields
        extra_kwargs = {"email": NULL_WHEN_HIDDEN, "phone": NULL_WHEN_HIDDEN}


class ApplicationRowSerializer(RowSerializer):
    """One application for a home, without its answers."""

    class Meta:
        model = RentalApplication
        fields = [*OF, "prospect", "property", "unit", "applicant_name", "status", "template", "submitted_at", *SYNCED]
        read_only_fields = fields


class ScreeningRowSerializer(RowSerializer):
    """That somebody was screened, without what was found. `rent_amount` is null for those who may not see money."""

    hidden = {Permission.SEE_MONEY: ("rent_amount",)}

    class Meta:
        model = Screening
        fields = [*OF, "tenant", "prospect", "property", "name", "screened_on", "submitted_at", "rent_amount", *SYNCED]
        read_only_fields = fields


class RenewalRowSerializer(RowSerializer):
    """One term of a lease."""

    class Meta:
        model = LeaseRenewal
        fields = [*OF, "lease", "start_date", "end_date", "signed_on", "term_months", "document_status", *SYNCED]
        read_only_fields = fields


class ChargeRowSerializer(RowSerializer):
    """One charge on a tenant's ledger. `allocated` is how much of it has been paid."""

    class Meta:
        model = Charge
        fields = [
            *OF,
            "property",
            "unit",
            "tenant",
            "charged_on",
            "charge_type",
            "description",
            "reference",
            "amount",
            "allocated",
            "currency",
            "is_recoverable",
            *SYNCED,
        ]
        read_only_fields = fields


class RecurringChargeRowSerializer(RowSerializer):
    """A charge that comes again every `every_months` months."""

    class Meta:
        model = RecurringCharge
        fields = [
            *OF,
            "property",
            "unit",
            "tenant",
            "charge_type",
            "description",
            "amount",
            "currency",
            "every_months",
            "start_date",
            "end_date",
            "is_rent",
            "is_subsidy",
            "is_recoverable",
            *SYNCED,
        ]
        read_only_fields = fields


class DepositRowSerializer(RowSerializer):
    """What is held of a tenant as security."""

    class Meta:
        model = SecurityDeposit
        fields = [*OF, "property", "tenant", "amount", "currency", *SYNCED]
        read_only_fields = fields


class SubsidyRowSerializer(RowSerializer):
    """A programme or agency that pays part of a rent."""

    class Meta:
        model = Subsidy
        fields = [*OF, "name", "short_name", "charge_type", "payment_from", *SYNCED]
        read_only_fields = fields


class RetailSaleRowSerializer(RowSerializer):
    """A shop's sales in a period."""

    class Meta:
        model = RetailSale
        fields = [*OF, "property", "lease", "period_start", "period_end", "amount", "currency", *SYNCED]
        read_only_fields = fields


class AppointmentRowSerializer(RowSerializer):
    """A meeting."""

    class Meta:
        model = Appointment
        fields = [*OF, "tenant", "prospect", "job", "subject", "description", "starts_at", "ends_at", *SYNCED]
        read_only_fields = fields


class AssociationRowSerializer(RowSerializer):
    """The association of a property. Its people are null for those who may not see contacts."""

    hidden = {
        Permission.SEE_CONTACTS: (
            "board",
            "committees",
        )
    }

    board = BoardMemberSerializer(many=True, read_only=True, allow_null=True)
    committees = CommitteeSerializer(many=True, read_only=True, allow_null=True)

    class Meta:
        model = Association
        fields = [*OF, "property", "name", "board", "committees", *SYNCED]
        read_only_fields = fields


class ViolationRowSerializer(RowSerializer):
    """A breach of an association's rules."""

    class Meta:
        model = Violation
        fields = [
            *OF,
            "property",
            "unit",
            "tenant",
            "code",
            "category",
            "stage",
            "description",
            "resolution",
            "status",
            "found_on",
            "closed_on",
            *SYNCED,
        ]
        read_only_fields = fields


class ArchitecturalRequestRowSerializer(RowSerializer):
    """What an owner asks an association to allow."""

    class Meta:
        model = ArchitecturalRequest
        fields = [
            *OF,
            "property",
            "tenant",
            "title",
            "description",
            "status",
            "status_comment",
            "submitted_on",
            *SYNCED,
        ]
        read_only_fields = fields
