"""PropertyMe's rows, and the whole records they stand for.

The rows have the fields, types and date shapes of PropertyMe's published API document (Swagger 2.0, copy of 2026-07-26:
MobLotGridData, LotGridData, MobContactData, TenancyApiData, TenancyBalanceData, IntegratorJobTaskV2QueryData,
JobTaskQuoteData, ChangedInspectionData, CustomerMemberData, OwnerQueryData). People and places are made up."""

import json
from datetime import date
from decimal import Decimal

import msgspec

from providers.propertyme import PropertyMe
from providers.records import (
    Frequency,
    LeaseRecord,
    LeaseStatus,
    Person,
    PropertyRecord,
)

LOT = {
    "Id": "lot-1",
    "CustomerId": "cust-1",
    "Reference": "Harbour block, no 4",
    "Address": {
        "Unit": "4",
        "Number": "9",
        "Street": "Made Up Lane",
        "Suburb": "Newtown",
        "PostalCode": "2042",
        "State": "NSW",
        "Country": "Australia",
        "Latitude": -33.9,
        "Longitude": 151.18,
        "Text": "4/9 Made Up Lane, Newtown NSW 2042",
    },
    "AddressText": "4/9 Made Up Ln, Newtown NSW 2042",
    "DisplayAddress": True,
    "PrimaryType": "Residential",
    "PropertySubtype": "Unit",
    "Bedrooms": 2,
    "Bathrooms": 1,
    "CarSpaces": 0,
    "Description": "<div>Bright.</div><div></div>",
    "Notes": "Owner is hard to reach.",
    "KeyNumber": "K9",
    "Labels": "|Gas check due||VIP owner|",
    "ManagerName": "Sam Field",
    "OwnerContactId": "con-1",
    "TenantContactId": "con-2",
    "RentAmount": 453.58,
    "RentPeriod": "weekly",
    "TenancyUpdatedOn": "0001-01-01",
    "IsArchived": False,
    "Timestamp": 639186417411514916,
    "UpdatedOn": "2026-06-18T05:02:10.0000000Z",
}
PROPERTY = PropertyRecord(
    external_id="lot-1",
    address="4/9 Made Up Ln, Newtown NSW 2042",
    unit="4",
    street="9 Made Up Lane",
    suburb="Newtown",
    state="NSW",
    postcode="2042",
    country="Australia",
    property_type="Unit",
    bedrooms=2,
    bathrooms=1,
    car_spaces=0,
    key_number="K9",
    manager_name="Sam Field",
    labels=("Gas check due", "VIP owner"),
    owner_ids=("con-1",),
)
CONTACT = {
    "Id": "con-1",
    "CustomerId": "cust-1",
    "Reference": "Bell, Ada; Bell, Max",
    "NameText": "Ada Bell & Max Bell",
    "Notes": "Do not ring before ten.",
    "AccountDetails": [{"Id": "acc-1", "BSB": "000-000", "AccountNumber": "000000000"}],
    "Email": "ada@example.com",
    "CellPhone": "0491 570 156",
    "IsArchived": False,
    "IsOwner": True,
    "IsTenant": False,
    "IsSupplier": False,
    "IsSeller": False,
    "ContactPersons": [
        {"FirstName": "Max", "LastName": "Bell", "Email": "max@example.com", "IsPrimary": False, "SortOrder": 0},
        {
            "FirstName": "Ada",
            "LastName": "Bell",
            "Email": " ada@example.com ",
            "HomePhone": "(02) 5550 0000",
            "NormalisedMobilePhone": "+61491570156",
            "IsPrimary": True,
            "SortOrder": 1,
        },
    ],
    "Timestamp": 639159672519342686,
    "UpdatedOn": "2026-06-02T03:20:51.0000000Z",
}
ADA = Person(first_name="Ada", last_name="Bell", email="ada@example.com", phone="+61491570156")
MAX = Person(first_name="Max", last_name="Bell", email="max@example.com")
SHARED = {
    "external_id": "con-1",
    "name": "Ada Bell & Max Bell",
    "first_name": "Ada",
    "last_name": "Bell",
    "email": "ada@example.com",
    "phone": "+61491570156",
}
TENANCY = {
    "Id": "ten-1",
    "LotId": "lot-1",
    "ContactId": "con-2",
    "ContactReference": "Linh Example",
    "Name": "Linh Example",
    "Code": "TEN00412",
    "IsActive": True,
    "IsClosed": False,
    "TenancyStart": "2025-03-14",
    "AgreementStart": "2026-03-14",
    "AgreementEnd": "2027-03-13",
    "Periodic": False,
    "RentAmount": 620.5,
    "RentPeriod": "Fortnightly",
    "BondAmount": 2480,
    "BondReference": "R-77",
    "PaidTo": "2026-07-02",
    "EffectivePaidTo": "2026-07-03",
    "UpdatedOn": "2026-07-03T02:15:40.0000000Z",
}
LEASE = LeaseRecord(
    external_id="ten-1",
    property_id="lot-1",
    tenant_ids=("con-2",),
    tenant_name="Linh Example",
    reference="TEN00412",
    start_date=date(2025, 3, 14),
    end_date=date(2027, 3, 13),
    rent_amount=Decimal("620.50"),
    rent_frequency=Frequency.FORTNIGHTLY,
    bond_amount=Decimal("2480.00"),
    bond_reference="R-77",
    paid_to=date(2026, 7, 3),
    status=LeaseStatus.CURRENT,
)
JOB = {
    "Id": "job-1",
    "LotId": "lot-1",
    "Number": 1042,
    "DisplayNumber": "1042",
    "Status": "Assigned",
    "Priority": "Medium",
    "Summary": "Tap drips",
    "Description": "Kitchen mixer.",
    "ContactId": "con-3",
    "ContactReference": "Drip Pty Ltd",
    "SupplierReference": "Drip Plumbing",
    "QuoteId": "quo-1",
    "StatementId": "00000000-0000-0000-0000-000000000000",
    "DueDate": "2026-07-15",
    "CreatedOn": "2026-06-25T23:14:07.0000000Z",
    "ClosedOn": "2026-07-01T04:30:12.1234567Z",
    "Timestamp": 639184770121956575,
}


def translated(path, row, **changes):
    """What PropertyMe's feed at that path makes of a row; a change to None leaves the key out."""
    feed = next(feed for feed in PropertyMe.feeds if feed.path == path)
    row = {key: value for key, value in (row | changes).items() if value is not None}
    return feed.translate(msgspec.json.decode(json.dumps(row), type=feed.reply))
