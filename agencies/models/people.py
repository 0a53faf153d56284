"""People, and their roles at agencies."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models

from agencies.models.agency import Agency
from agencies.permissions import PERMISSIONS, Permission, Role


class UserManager(BaseUserManager["User"]):
    """Makes people who sign in with their e-mail address."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> "User":
        """A person, with a usable password only where one is given."""
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> "User":
        """A person who may do everything in Django's admin."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)

    def get_by_natural_key(self, username: str | None) -> "User":
        """The person with this e-mail address, however its letters are cased."""
        return self.get(email=(username or "").lower())


class User(AbstractUser):
    """A person. The e-mail address, in lower case, is the log-in."""

    username = None  # type: ignore[assignment]
    email = models.EmailField("e-mail address", unique=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]


class Membership(models.Model):
    """One person's role at one agency, and which summaries of the nights they want by mail."""

    class Summaries(models.TextChoices):
        ALL = "all", "Every night that something came in or went wrong"
        PROBLEMS = "problems", "Only nights with problems"
        NONE = "none", "No summaries"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.STAFF)
    summaries = models.CharField(max_length=16, choices=Summaries.choices, default=Summaries.ALL)
    quiet_nights = models.BooleanField(
        default=False, help_text="A mail even where nothing came in and nothing went wrong."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "agency"], name="one_membership_per_agency")]

    def __str__(self) -> str:
        return f"{self.user} at {self.agency} ({self.role})"

    def allows(self, permission: Permission) -> bool:
        """Whether this role may do that."""
        return permission in PERMISSIONS[Role(self.role)]
