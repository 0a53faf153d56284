"""The admin's side bar: every list that the person may see, in groups."""

from typing import Any

from django.http import HttpRequest

from agencies.admin_links import list_address

# Words, icon (of the font that comes with the admin's look) and model.
GROUPS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "Morning": (
        ("Issues", "report", "integrations_syncissue"),
        ("Syncs", "sync", "integrations_synclog"),
        ("Changes", "difference", "integrations_rowchange"),
    ),
    "Portfolio": (
        ("Properties", "home", "portfolio_property"),
        ("Units", "door_front", "portfolio_unit"),
        ("Leases", "contract", "portfolio_lease"),
        ("Tenants", "person", "portfolio_tenant"),
        ("Owners", "key", "portfolio_owner"),
        ("Contacts", "contacts", "portfolio_contact"),
        ("Transactions", "payments", "portfolio_transaction"),
        ("Jobs", "build", "portfolio_maintenancejob"),
        ("Inspections", "checklist", "portfolio_inspection"),
        ("Compliance", "verified_user", "portfolio_compliancetask"),
        ("Category rules", "category", "portfolio_categoryrule"),
    ),
    "Lettings": (
        ("Prospects", "person_search", "portfolio_prospect"),
        ("Applications", "assignment", "portfolio_rentalapplication"),
        ("Screenings", "fact_check", "portfolio_screening"),
        ("Lease terms", "event_repeat", "portfolio_leaserenewal"),
        ("Appointments", "event", "portfolio_appointment"),
        ("Charges", "receipt_long", "portfolio_charge"),
        ("Recurring charges", "autorenew", "portfolio_recurringcharge"),
        ("Deposits", "savings", "portfolio_securitydeposit"),
        ("Subsidies", "volunteer_activism", "portfolio_subsidy"),
        ("Retail sales", "storefront", "portfolio_retailsale"),
        ("Associations", "holiday_village", "portfolio_association"),
        ("Violations", "gavel", "portfolio_violation"),
        ("Architectural requests", "architecture", "portfolio_architecturalrequest"),
    ),
    "Integrations": (
        ("Connections", "link", "integrations_connection"),
        ("Mappings", "compare_arrows", "integrations_propertymapping"),
        ("Outbox", "outbox", "integrations_outgoingedit"),
        ("Conflicts", "call_split", "integrations_fieldconflict"),
        ("Drops", "inbox", "integrations_drop"),
        ("Files", "draft", "integrations_importfile"),
        ("Column mappings", "view_column", "integrations_columnmapping"),
        ("Field mappings", "rule", "integrations_fieldmapping"),
        ("Wizard imports", "wand_stars", "integrations_wizardimport"),
        ("Cursors", "bookmark", "integrations_cursor"),
        ("Rent balances", "account_balance", "integrations_rentbalance"),
        ("Sign-ins", "login", "integrations_signin"),
        ("Sessions", "vpn_key", "integrations_vendorsession"),
        ("Receivers", "webhook", "integrations_webhookreceiver"),
        ("Events in", "call_received", "integrations_webhookevent"),
        ("Subscriptions", "notifications_active", "integrations_eventsubscription"),
        ("Events out", "call_made", "integrations_eventdelivery"),
        ("Checks", "monitor_heart", "integrations_healthcheck"),
        ("Calls", "query_stats", "integrations_callstats"),
        ("Quality", "grade", "integrations_qualityscore"),
    ),
    "People": (
        ("Agencies", "apartment", "agencies_agency"),
        ("Members", "groups", "agencies_membership"),
        ("Invitations", "mail", "agencies_invitation"),
        ("Users", "badge", "agencies_user"),
    ),
    "System": (
        ("Audit trail", "history", "agencies_auditentry"),
        ("Failed log-ins", "lock", "axes_accessattempt"),
        ("Call windows", "speed", "integrations_callwindow"),
        ("Counters", "monitoring", "integrations_tally"),
        ("Vendor statuses", "cell_tower", "integrations_vendorstatus"),
    ),
}


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The groups, as the admin's look wants them. Groups without a link are left out."""
    groups = [("", [{"title": "What needs you", "icon": "wb_sunny", "link": "/admin/"}])]
    for title, lines in GROUPS.items():
        found = [(words, icon, list_address(request, model)) for words, icon, model in lines]
        groups.append((title, [{"title": words, "icon": icon, "link": to} for words, icon, to in found if to]))
    return [
        {"title": title, "items": items, "separator": bool(title), "collapsible": False}
        for title, items in groups
        if items
    ]
