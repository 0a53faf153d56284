"""Text that is encrypted in its column, with the keys of FIELD_ENCRYPTION_KEYS."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import TextField as Encrypted
else:
    from fernet_fields import EncryptedTextField as Encrypted


class EncryptedTextField(Encrypted):
    """Encrypts texts and lets expressions pass: the library would encrypt the wording of `bulk_update`'s CASE in place of
    the values in it, and lose them."""

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """The ciphertext; an expression as it is, whose values come here by themselves."""
        return value if hasattr(value, "as_sql") else super().get_db_prep_save(value, connection)
