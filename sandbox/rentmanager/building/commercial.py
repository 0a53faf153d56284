"""Shops and offices: escalating rents, sales that a percentage rent is reckoned from, and expenses spread over years."""

from __future__ import annotations

from sandbox.rentmanager.building.lookups import RENT
from sandbox.rentmanager.building.site import Site, midnight
from sandbox.rentmanager.building.vendors import REPAIRS


def build_commercial(site: Site) -> None:
    """What only leases of shops have; the first two report their sales."""
    leases = [row for row in site.rows("Leases") if row["IsCommercial"] and "MoveOutDate" not in row]
    renewals = site.location.index("LeaseRenewals", "ParentLeaseID")
    for lease in leases[::2]:
        row = {"LeaseRenewalID": renewals[lease["LeaseID"]][0]["LeaseRenewalID"], "ChargeTypeID": RENT}
        site.put("ChargeEscalations", row, site.ago(300), site.ago(200))
    for lease in leases[:2]:
        for back in range(1, 7):
            month = site.month(back)
            amount = float(site.rng.randrange(18_000, 64_000, 50))
            site.put("RetailSales", {"LeaseID": lease["LeaseID"], "Amount": amount, "SaleDate": midnight(month)})
    if leases:
        row = {
            "PropertyID": leases[0]["PropertyID"],
            "GLAccountID": REPAIRS,
            "Amount": 48_000.0,
            "StartDate": midnight(site.month(8)),
            "NumPeriods": "60",
            "TenantNote": "New roof",
            "IsCanceled": False,
        }
        site.put("CamAmortizations", row, site.ago(260), site.ago(260))
