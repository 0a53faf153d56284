"""The keys that columns are encrypted with: whether they open what is stored, and changing them."""

from collections.abc import Iterator
from functools import reduce
from operator import or_

from cryptography.fernet import InvalidToken
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import connection as database
from django.db import models, transaction
from django.db.models import Q, QuerySet

from integrations.models import Connection
from integrations.models.encrypted import EncryptedTextField
from integrations.vault.columns import UNREADABLE

# Tables that grow with the vendors' rows are looked into at both ends, so that starting up takes no longer over the years.
LOOKED_INTO = 1000


def check_keys() -> None:
    """Raises ImproperlyConfigured where a stored secret cannot be read with the keys we have. Nothing is changed."""
    tables = set(database.introspection.table_names())
    try:
        for rows in encrypted_rows():
            if rows.model._meta.db_table in tables:
                for ordered in (rows.order_by("pk"), rows.order_by("-pk")):
                    for _ in ordered[:LOOKED_INTO].iterator(chunk_size=500):
                        pass
    except InvalidToken as error:
        raise ImproperlyConfigured(UNREADABLE) from error


def rotate_keys() -> int:
    """Encrypt every stored secret anew with the first key; how many connections that were. One transaction."""
    rotated = 0
    with transaction.atomic():
        for rows in encrypted_rows():
            names = encrypted_columns(rows.model)
            for row in rows.select_for_update().iterator(chunk_size=500):
                row.save(update_fields=names)
                rotated += rows.model is Connection
    return rotated


def encrypted_rows() -> Iterator[QuerySet[models.Model]]:
    """The rows of every table that holds something encrypted, with these columns alone."""
    for model in apps.get_models():
        if names := encrypted_columns(model):
            holds_any = reduce(or_, (Q((f"{name}__isnull", False)) for name in names))
            yield model._base_manager.defer(None).only(*names).filter(holds_any)


def encrypted_columns(model: type[models.Model]) -> list[str]:
    """The names of the columns that are encrypted."""
    return [field.name for field in model._meta.concrete_fields if isinstance(field, EncryptedTextField)]
