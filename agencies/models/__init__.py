"""Agencies, the people who work there, and what they did. Nothing enters but Django."""

from agencies.models.agency import Agency, validate_zone
from agencies.models.audit import AuditEntry
from agencies.models.invitations import Invitation
from agencies.models.people import Membership, User, UserManager

__all__ = ["Agency", "AuditEntry", "Invitation", "Membership", "User", "UserManager", "validate_zone"]
