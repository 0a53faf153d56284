"""Making an agency's drop ready, and pointing it elsewhere. What lets somebody in is shown once and kept nowhere."""

from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from agencies import audit
from agencies.models import Agency, User
from agencies.refusals import Refusal
from integrations import vault
from integrations.files import drops
from integrations.files.places import BUCKET, FOLDER, Address, overlap, parse, usual_address
from integrations.models import Drop


@dataclass(frozen=True)
class Credentials:
    """How to put files into a drop. `values` are lines of words and what to copy; no representation shows them."""

    address: str
    kind: str
    values: dict[str, str] = field(default_factory=dict, repr=False)


def provision(agency: Agency, user: User | None = None, *, presigned: bool = False) -> Credentials:
    """Make the agency's usual drop ready, as often as one likes, and return how to put files there. A bucket's former upload
    key stops working. Refusal where it cannot be made ready."""
    drop, _ = Drop.objects.get_or_create(agency=agency)
    if drop.url:
        raise Refusal(
            "own_place",
            f"{agency}'s drop is a place of its own, {drop.url}, which pmsync does not set up.",
            "Make it ready where it is, or empty its address to go back to the usual place.",
        )
    credentials = _made_ready(agency, usual_address(agency), presigned)
    with transaction.atomic():
        drop.provisioned_at = timezone.now()
        drop.save(update_fields=["provisioned_at", "updated_at"])
        audit.record(
            audit.Action.DROP_PROVISIONED,
            drop,
            agency=agency,
            person=user,
            address=credentials.address,
            kind=credentials.kind,
        )
    return credentials


def _made_ready(agency: Agency, address: Address, presigned: bool) -> Credentials:
    if address.scheme == BUCKET:
        # A store's client is slow to import, and most processes never need one.
        from integrations.files import bucket_setup

        with bucket_setup.in_words():
            bucket_setup.make_bucket(address)
            if presigned:
                values = bucket_setup.upload_form(address)
                return Credentials(str(address), "presigned form", values)
            return Credentials(str(address), "upload key", bucket_setup.upload_key(agency.pk, address))
    if presigned:
        raise Refusal("no_form", f"{address} is no bucket, so it has no presigned form.", "Leave that option out.")
    if address.scheme == FOLDER:
        drops.storage_of(agency)  # makes the folder
        Path(address.path).chmod(0o700)
        return Credentials(str(address), "folder")
    storage = drops.storage_of(agency)
    with drops.reaching(storage, agency):
        storage.make_folder()
    return Credentials(str(address), "sftp")


@transaction.atomic
def change(drop: Drop, url: str, secrets: dict[str, str] | None) -> Drop:
    """Point an agency's drop at a place of its own, or with "" at the usual one. `secrets` of None leaves those that are
    stored, unless the address is another one: then they are forgotten, as they were for the old place. Refusal where the
    address is none, or where another agency's files would be seen."""
    old = Drop.objects.filter(pk=drop.pk).values_list("url", flat=True).first() or ""
    if url:
        check_own(drop.agency, url)
    drop.url = url
    drop.save()
    if secrets is not None or old != url:
        vault.store_drop_secrets(drop, secrets or {})
    sign_in = "new" if secrets else "as before" if old == url else "none"
    told = audit.change(old, url)
    audit.record(audit.Action.DROP_CHANGED, drop, agency=drop.agency, address=told, sign_in=sign_in)
    return drop


def check_own(agency: Agency, url: str) -> None:
    """Raises Refusal where an address is none, or holds what another agency's drop holds."""
    try:
        address = parse(url)
    except ValueError as error:
        raise Refusal("not_an_address", str(error)) from error
    taken = [
        parse(other) for other in Drop.objects.exclude(agency=agency).exclude(url="").values_list("url", flat=True)
    ]
    taken += [usual_address(other) for other in Agency.objects.exclude(pk=agency.pk)]
    kept = Address(FOLDER, "", str(settings.VAR_DIR))
    if any(overlap(address, other) for other in taken) or (address != usual_address(agency) and overlap(address, kept)):
        raise Refusal("taken", "That place holds other files, which this agency must not see.", "Choose another one.")
