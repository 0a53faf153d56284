"""PropertyMe against its stand-in, over real sockets."""

import pytest

from providers.errors import ClientError, CredentialsError, ForbiddenError, UnsupportedError
from providers.propertyme import PropertyMe
from providers.records import Kind
from tests.providers.conformance import Conformance, server

__all__ = ["TestPropertyMe", "server"]


class TestPropertyMe(Conformance):
    """The shared suite, and what only PropertyMe does."""

    provider = PropertyMe
    main = "v1/lots"
    spoiled = "v1/tenancies"
    client_id = "11111111-1111-4111-8111-111111111111"
    client_secret = "22222222-2222-4222-8222-222222222222"

    def set(self, **settings):
        self.server.control("PATCH", "settings", settings)

    @pytest.mark.parametrize(
        "path",
        [
            "v1/lots",
            "v1/contacts",
            "v1/tenancies",
            "v1/tenancies/balances",
            "v2/jobtasks",
            "v1/inspections",
            "v1/members",
        ],
    )
    def test_nulls_written_out_read_like_nulls_left_out(self, path):
        left_out = self.pages(self.feed(path))

        self.set(write_nulls=True)

        assert self.pages(self.feed(path)) == left_out

    def test_a_host_that_insists_on_the_timestamp_is_content(self):
        self.set(strict_timestamp=True)

        assert self.pages(self.feed("v1/lots"))[-1].is_last

    def test_archived_lots_are_gone_from_the_lots_and_known_as_archived(self):
        lots = {row.external_id for row in self.vendor.get_properties()}
        archived = list(self.vendor.get_archived_properties())

        assert archived
        assert not lots & {row.external_id for row in archived}
        assert all(row.archived_on for row in archived)

    def test_rented_and_vacant_together_are_all_lots(self):
        rented = {row.external_id for row in self.vendor.get_rented_properties()}
        vacant = {row.external_id for row in self.vendor.get_vacant_properties()}

        assert rented and vacant
        assert rented | vacant == {row.external_id for row in self.vendor.get_properties()}

    def test_the_lists_of_contacts_name_the_same_people_as_the_contacts(self):
        for listed, known in (
            (self.vendor.get_owner_list(), self.vendor.get_owners()),
            (self.vendor.get_tenant_list(), self.vendor.get_tenants()),
        ):
            assert {row.external_id for row in listed} <= {row.external_id for row in known}

    def test_every_reference_of_a_lease_leads_somewhere(self):
        properties = {row.external_id for row in self.vendor.get_properties()}
        properties |= {row.external_id for row in self.vendor.get_archived_properties()}
        tenants = {row.external_id for row in self.vendor.get_tenants()}

        for lease in self.vendor.get_tenancies():
            assert lease.property_id in properties
            assert set(lease.tenant_ids) <= tenants

    def test_an_accepted_quotation_is_among_its_jobs_quotations(self):
        job = next(job for job in self.vendor.get_maintenance_jobs() if job.accepted_quote_id)

        quotations = {row.external_id: row for row in self.vendor.get_maintenance_invoices(job.external_id)}

        assert quotations[job.accepted_quote_id].job_id == job.external_id

    def test_bills_are_read_where_a_host_offers_them(self):
        self.set(bills=True)
        assert all(row.kind == Kind.BILL for row in self.vendor.get_bills())

        self.set(bills=False)
        with pytest.raises(UnsupportedError, match="no list of bills"):
            list(self.vendor.get_bills())

    def test_the_account_is_known_without_the_right_to_read_contacts(self):
        known = self.vendor.identify()
        for path in ("v1/members", "v1/contacts/agency"):
            self.server.fault(path, "403")

        found = self.vendor.identify()

        assert found.external_id == known.external_id
        assert found.name == f"PropertyMe portfolio {known.external_id[:8]}"

    def test_a_refused_client_is_our_own_trouble_and_not_the_agencys(self):
        self.server.fault("connect/token", "invalid_client")
        with pytest.raises(ClientError):
            self.credentials.renew(self.credentials.token())

        self.server.fault("connect/token", "invalid_grant")
        with pytest.raises(CredentialsError):
            self.credentials.renew(self.credentials.token())

    def test_a_rotated_refresh_token_is_handed_over(self):
        self.set(rotate_refresh_tokens=True)

        self.credentials.renew(self.credentials.token())
        self.credentials.renew(self.credentials.token())

        assert self.credentials.renewals == 2

    def test_the_gate_lets_our_name_pass(self):
        with pytest.raises(ForbiddenError):
            nameless = PropertyMe(self.a_config(user_agent=""), self.credentials)
            nameless.identify()
