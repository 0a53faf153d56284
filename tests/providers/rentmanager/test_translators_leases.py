"""Leases: what is rent, on which day."""

from datetime import date
from decimal import Decimal

import pytest

from providers.errors import RecordError
from providers.lettings import LeaseRenewalRecord, RetailSaleRecord
from providers.records import Frequency, LeaseRecord, LeaseStatus
from providers.rentmanager.replies.leases import Lease
from providers.rentmanager.translators.leases import to_lease
from tests.providers.rentmanager.rows import CAM, DUES, PET, RENT, SECTION_8, a_lease, a_recurring, translated

TODAY = date(2026, 10, 12)
GDHA = [{"SubsidyID": 3, "ChargeTypeID": 14, "Name": "Greater Dayton Housing Authority"}]


def lease_of(row, on=TODAY):
    return translated(row, Lease, lambda lease: to_lease(lease, on))[0]


def rent_of(*recurring, on=TODAY, **changes):
    found = lease_of(a_lease(*recurring, **changes), on)
    return found.rent_amount, found.rent_frequency


def test_a_lease_is_translated_whole_with_its_terms_and_sales():
    row = a_lease(
        a_recurring(1085), RetailSales=[{"RetailSaleID": 5, "Amount": 44450.0, "SaleDate": "2026-09-01T00:00:00"}]
    )

    assert translated(row, Lease, lambda lease: to_lease(lease, TODAY)) == (
        LeaseRecord(
            external_id="1377",
            version="2026-10-09T13:27:55",
            property_id="12",
            unit_id="301",
            tenant_ids=("920",),
            tenant_name="Delgado, Rosa",
            start_date=date(2025, 8, 1),
            end_date=date(2027, 7, 31),
            rent_amount=Decimal("1085.00"),
            rent_frequency=Frequency.MONTHLY,
            status=LeaseStatus.CURRENT,
        ),
        LeaseRenewalRecord(
            external_id="2190",
            lease_id="1377",
            property_id="12",
            start_date=date(2026, 8, 1),
            end_date=date(2027, 7, 31),
            signed_on=date(2026, 7, 18),
            term_months=12,
            custom=(("Renewal Gift", "Carpet cleaning"),),
        ),
        RetailSaleRecord(
            external_id="5",
            property_id="12",
            lease_id="1377",
            period_start=date(2026, 9, 1),
            amount=Decimal("44450.00"),
        ),
    )


def test_the_rent_is_the_tenants_part_and_the_subsidies_part():
    parts = (a_recurring(412), a_recurring(588, SECTION_8))

    assert rent_of(*parts, subsidies=GDHA) == (Decimal("1000.00"), Frequency.MONTHLY)


@pytest.mark.parametrize(
    "beside",
    [
        pytest.param(a_recurring(30, PET), id="pet rent"),
        pytest.param(a_recurring(812.5, CAM), id="recoverable expenses"),
        pytest.param(a_recurring(285, DUES, Frequency=3), id="dues"),
        pytest.param(a_recurring(900, UnitID=302), id="another unit of the tenant"),
        pytest.param(a_recurring(900, ToDate="2026-09-30T00:00:00"), id="over"),
        pytest.param(a_recurring(1200, FromDate="2027-01-01T00:00:00"), id="to come"),
    ],
)
def test_what_is_no_rent_of_today_is_not_in_it(beside):
    assert rent_of(a_recurring(1085), beside) == (Decimal("1085.00"), Frequency.MONTHLY)


def test_a_rent_that_follows_another_takes_its_place_on_its_first_day():
    before = a_recurring(1000, FromDate="2025-08-01T00:00:00", ToDate="2026-08-01T00:00:00")
    after = a_recurring(1085, FromDate="2026-08-01T00:00:00")

    assert rent_of(before, after, on=date(2026, 7, 31))[0] == Decimal("1000.00")
    assert rent_of(before, after, on=date(2026, 8, 1))[0] == Decimal("1085.00")


def test_a_lease_that_is_over_keeps_its_last_rent():
    part = a_recurring(1085, ToDate="2026-09-30T00:00:00")

    found = lease_of(a_lease(part, MoveOutDate="2026-09-30T00:00:00", IsMoveOutConfirmed=True))

    assert found.rent_amount == Decimal("1085.00")
    assert found.vacated_on == date(2026, 9, 30)
    assert found.status is LeaseStatus.VACATED


def test_a_lease_to_come_has_its_first_rent():
    part = a_recurring(1085, FromDate="2026-12-01T00:00:00")

    assert lease_of(a_lease(part, MoveInDate="2026-12-01T00:00:00")).rent_amount == Decimal("1085.00")


@pytest.mark.parametrize(
    ("period", "every", "rent", "frequency"),
    [
        pytest.param("Monthly", 3, "900.00", Frequency.QUARTERLY, id="quarterly"),
        pytest.param("Monthly", 12, "900.00", Frequency.YEARLY, id="yearly"),
        pytest.param("Monthly", 6, "150.00", Frequency.MONTHLY, id="half-yearly by the month"),
        pytest.param("Weekly", 1, "900.00", Frequency.WEEKLY, id="weekly"),
        pytest.param("Weekly", 2, "900.00", Frequency.FORTNIGHTLY, id="fortnightly"),
    ],
)
def test_a_frequency_counts_rent_periods(period, every, rent, frequency):
    row = a_lease(a_recurring(900, Frequency=every))
    row["Tenant"]["RentPeriod"] = period

    found = lease_of(row)

    assert (found.rent_amount, found.rent_frequency) == (Decimal(rent), frequency)


def test_parts_that_recur_differently_are_all_reckoned_by_the_month():
    assert rent_of(a_recurring(600), a_recurring(1200, Frequency=12)) == (Decimal("700.00"), Frequency.MONTHLY)


def test_a_lease_of_nothing_but_parking_has_no_rent():
    assert rent_of(a_recurring(85, RENT | {"Name": "PARK", "Description": "Parking"})) == (
        Decimal("0.00"),
        Frequency.MONTHLY,
    )


def test_a_notice_puts_the_day_of_moving_out_into_the_future():
    row = a_lease(NoticeDate="2026-10-01T00:00:00", ExpectedMoveOutDate="2026-11-30T00:00:00")

    found = lease_of(row)

    assert (found.notice_on, found.vacated_on, found.status) == (
        date(2026, 10, 1),
        date(2026, 11, 30),
        LeaseStatus.CURRENT,
    )


def test_a_past_tenants_lease_is_closed():
    row = a_lease(MoveOutDate="2026-09-30T00:00:00", IsMoveOutConfirmed=True)
    row["Tenant"]["Status"] = "Past"

    assert lease_of(row).status is LeaseStatus.CLOSED


def test_a_lease_from_month_to_month_is_periodic():
    row = a_lease()
    row["LeaseRenewals"][0]["LeaseTerm"]["IsMonthToMonth"] = True

    assert lease_of(row).is_periodic


def test_a_type_of_charge_that_did_not_come_along_is_no_guesswork():
    part = a_recurring(1085)
    del part["ChargeType"]

    with pytest.raises(RecordError, match="ChargeType is missing"):
        rent_of(part)
