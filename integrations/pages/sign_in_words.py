"""How a connection signs in, in words; never what is secret about it."""

from integrations.models import Connection
from integrations.vault.config import account_of
from integrations.ways import AT_THE_VENDOR_SHORT
from providers import registry


def sign_in_words(connection: Connection) -> str:
    """The kind of its sign-in, "" where its provider has but one."""
    provider = registry.get(connection.provider)
    if not provider.form_sign_ins or connection.takes_files:
        return ""
    labels = {kind.slug: kind.label for kind in provider.form_sign_ins}
    return labels.get(connection.auth_type, AT_THE_VENDOR_SHORT.format(label=provider.label))


def account_facts(connection: Connection) -> list[tuple[str, str]]:
    """What it knows of its account, each with its label, in the order of the forms."""
    kinds = registry.get(connection.provider).form_sign_ins
    labels = {field.name: field.label for kind in kinds for field in kind.fields if not field.secret}
    known = account_of(connection)
    return [(label, known[name]) for name, label in labels.items() if known.get(name)]
