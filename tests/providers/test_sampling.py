"""A few live rows of a kind, to try rules on."""

import responses

from providers.records import Kind
from providers.sampling import sample_of
from tests.providers.given import API, Vendor, Wallet, a_config

ROW = '{"Id":"t-%d","Stamp":1,"Rent":400,"Period":"%s","Note":"%s"}'


@responses.activate
def test_rows_that_cannot_be_read_are_passed_over():
    rows = (ROW % (1, "weekly", "café"), ROW % (2, "now and then", "tea"), ROW % (3, "weekly", "tea"))
    responses.get(f"{API}/lets", body=f"[{','.join(rows)}]".encode("latin-1"))

    (sample,) = sample_of(Vendor(a_config(), Wallet()), Kind.LEASE)

    assert (sample.record.external_id, sample.fields["Note"]) == ("t-3", "tea")
