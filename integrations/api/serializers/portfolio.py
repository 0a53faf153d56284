"""The portfolio's rows. What a role may not see is null: the row stays, its secret does not."""

from typing import Any, ClassVar

from django.db.models import Model
from rest_framework import serializers

from agencies.models import Membership
from agencies.permissions import Permission
from portfolio.models import (
    ComplianceTask,
    Inspection,
    Lease,
    MaintenanceJob,
    Owner,
    Property,
    Tenant,
    Transaction,
    Unit,
)

SYNCED = ["external_source", "external_id", "withdrawn_at", "synced_at", "created_at", "updated_at"]
CONTACT_DETAILS: dict[Permission, tuple[str, ...]] = {Permission.SEE_CONTACTS: ("email", "phone", "people", "custom")}
NULL_WHEN_HIDDEN = {"allow_null": True}


class RowSerializer(serializers.ModelSerializer[Any]):
    """A row of one agency. Context: `memberships`, the person's, by agency id. `hidden` says which fields need a right."""

    hidden: ClassVar[dict[Permission, tuple[str, ...]]] = {}

    org_id = serializers.UUIDField(source="agency_id", read_only=True)

    def to_representation(self, instance: Model) -> dict[str, Any]:
        """The fields, less those that the person's role at that agency may not see."""
        body = super().to_representation(instance)
        member: Membership = self.context["memberships"][instance.agency_id]  # type: ignore[attr-defined]
        for permission, names in self.hidden.items():
            if not member.allows(permission):
                body.update(dict.fromkeys(names))
        return body


class WithOwnFields(RowSerializer):
    """A row that may hold fields of the agency's own, by name."""

    custom = serializers.DictField(child=serializers.CharField(), read_only=True, allow_null=True)


class PropertySerializer(WithOwnFields):
    """A property."""

    owners: serializers.PrimaryKeyRelatedField[Owner] = serializers.PrimaryKeyRelatedField(many=True, read_only=True)
    labels = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model: type[Model] = Property
        fields: ClassVar[list[str]] = [
            "id",
            "org_id",
            "address",
            "unit",
            "street",
            "suburb",
            "state",
            "postcode",
            "country",
            "property_type",
            "bedrooms",
            "bathrooms",
            "car_spaces",
            "key_number",
            "manager_name",
            "labels",
            "owners",
            "custom",
            *SYNCED,
        ]
        read_only_fields = fields


class UnitSerializer(WithOwnFields):
    """A separately let part of a property. `market_rent` is null for those who may not see money."""

    hidden = {Permission.SEE_MONEY: ("market_rent",)}

    bathrooms = serializers.DecimalField(
        max_digits=4, decimal_places=1, coerce_to_string=False, allow_null=True, read_only=True
    )
    status = serializers.CharField(read_only=True, help_text="occupied, vacant, unavailable, or empty: not known.")

    class Meta:
        model = Unit
        fields = [
            "id",
            "org_id",
            "property",
            "name",
            "bedrooms",
            "bathrooms",
            "unit_type",
            "status",
            "floor_area",
            "market_rent",
            "custom",
            *SYNCED,
        ]
        read_only_fields = fields


class PersonSerializer(serializers.Serializer[Any]):
    """One of several people behind a name."""

    first_name = serializers.CharField(default="")
    last_name = serializers.CharField(default="")
    company = serializers.CharField(default="")
    email = serializers.CharField(default="")
    phone = serializers.CharField(default="")


class OwnerSerializer(WithOwnFields):
    """An owner. E-mail, phone, people and custom are null for those who may not see contacts."""

    hidden = CONTACT_DETAILS

    people = PersonSerializer(many=True, read_only=True, allow_null=True)

    class Meta:
        model: type[Model] = Owner
        fields = [
            "id",
            "org_id",
            "name",
            "first_name",
            "last_name",
            "company",
            "email",
            "phone",
            "people",
            "custom",
            *SYNCED,
        ]
        read_only_fields = fields
        extra_kwargs = {"email": NULL_WHEN_HIDDEN, "phone": NULL_WHEN_HIDDEN}


class TenantSerializer(OwnerSerializer):
    """A tenant. E-mail, phone, people and custom are null for those who may not see contacts."""

    class Meta(OwnerSerializer.Meta):
        model = Tenant


class LeaseSerializer(WithOwnFields):
    """A lease. Rent, bond and paid-to are null for those who may not see money."""

    hidden = {Permission.SEE_MONEY: ("rent_amount", "bond_amount", "bond_reference", "paid_to")}

    tenants: serializers.PrimaryKeyRelatedField[Tenant] = serializers.PrimaryKeyRelatedField(many=True, read_only=True)

    class Meta:
        model = Lease
        fields = [
            "id",
            "org_id",
            "property",
            "unit",
            "tenants",
            "tenant_name",
            "reference",
            "start_date",
            "end_date",
            "vacated_on",
            "is_periodic",
            "rent_amount",
            "rent_frequency",
            "currency",
            "bond_amount",
            "bond_reference",
            "paid_to",
            "status",
            "custom",
            *SYNCED,
        ]
        read_only_fields = fields
        extra_kwargs = {"rent_amount": NULL_WHEN_HIDDEN, "bond_reference": NULL_WHEN_HIDDEN}


class TransactionSerializer(RowSerializer):
    """A receipt, expense or bill. `derived` rows are worked out by pmsync: the other system has no such row."""

    class Meta:
        model = Transaction
        fields = [
            "id",
            "org_id",
            "property",
            "lease",
            "date",
            "amount",
            "currency",
            "type",
            "category",
            "description",
            "paid_to",
            "status",
            "basis",
            "provider",
            "provider_transaction_id",
            "withdrawn_at",
            "synced_at",
            "created_at",
            "updated_at",
        ]
        read_only_fields = fields


class JobRowSerializer(WithOwnFields):
    """A maintenance job. `quote_amount` is null for those who may not see money."""

    hidden = {Permission.SEE_MONEY: ("quote_amount",)}

    class Meta:
        model = MaintenanceJob
        fields = [
            "id",
            "org_id",
            "property",
            "number",
            "summary",
            "description",
            "status",
            "priority",
            "supplier_name",
            "quote_amount",
            "due_date",
            "reported_at",
            "closed_at",
            "custom",
            *SYNCED,
        ]
        read_only_fields = fields


class InspectionSerializer(RowSerializer):
    """An inspection."""

    class Meta:
        model = Inspection
        fields = [
            "id",
            "org_id",
            "property",
            "inspection_type",
            "status",
            "summary",
            "due_date",
            "starts_at",
            "duration_minutes",
            "closed_at",
            *SYNCED,
        ]
        read_only_fields = fields


class ComplianceSerializer(RowSerializer):
    """Something that must be done at a property by a day. `lease` is null where it concerns the house, not who rents it."""

    class Meta:
        model = ComplianceTask
        fields = [
            "id",
            "org_id",
            "property",
            "lease",
            "task_type",
            "title",
            "status",
            "due_date",
            "completed_on",
            "notes",
            *SYNCED,
        ]
        read_only_fields = fields
