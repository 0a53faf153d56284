"""Word tables: the vendor's enumerations and the texts that an office would type."""

from __future__ import annotations

JOB_STATUSES = (
    "Pending",
    "Reported",
    "Quoted",
    "Approved",
    "Assigned",
    "Finished",
    "Closed",
    "Rejected",
    "Completed",
    "Cancelled",
)
JOB_WEIGHTS = (3, 16, 14, 8, 16, 14, 18, 4, 4, 3)
SETTLED_JOBS = {"Finished", "Closed", "Completed"}
PRIORITIES = ("Low", "Medium", "High", "Urgent")
PARTIES = ("Owner", "Agent", "Tenant")
INSPECTION_TYPES = ("Routine", "Entry", "Exit", "Open")
INSPECTION_STATUSES = ("Planned", "Scheduled", "ReScheduled", "Inspected", "Closed", "Cancelled")

SUBTYPES = ("House", "House", "House", "House", "Duplex", "Villa")
UNIT_SUBTYPES = ("Unit", "Unit", "Apartment", "Flat", "Studio")

LOT_LABELS = (
    "Smoke alarms - BrightSpark",
    "Complies with 2022 smoke alarm law",
    "Gas safety due",
    "Pool safety certificate",
    "VIP owner",
    "NRAS",
    "Landlord insurance",
    "Electrical check 2025",
    "Do not advertise",
    "Water efficient",
)
STAFF_NOTES = (
    "Key safe at side gate.",
    "Owner prefers text messages. Do not call before 9.",
    "Landlord insurance claim open since storm, see e-mails.",
    "Bank details changed twice this year: confirm by phone before paying out.",
    "Neighbour at no. 12 complains about the bins.",
    "Tenant asked for a rent reduction, owner declined.",
)
FEATURES = (
    "Air conditioning to living area.",
    "Timber floors &amp; high ceilings throughout.",
    "Secure off-street parking.",
    "Walk to shops, school and station.",
    "Renovated kitchen with gas cooking.",
    "Covered deck overlooking a low maintenance garden.",
    "Pets on application.",
    "Built-in robes to all bedrooms.",
    "Solar panels &ndash; lower power bills.",
)
JOBS = (
    ("Kitchen mixer tap leaking", "Tap drips constantly, tenant has turned off the isolation valve."),
    (
        "Hot water system not heating",
        "No hot water since last night. Electric storage unit, about 12 years old.",
    ),
    ("Annual smoke alarm check", "Interlinked alarms, test and certify."),
    ("Gas safety check", "Two yearly gas appliance check before re-let."),
    ("Electrical safety check", "Switchboard and all points, report to office."),
    ("Blocked gutters", "Overflowing at the front in heavy rain.\nPlease send photos before and after."),
    ("Replace oven element", "Bottom element burnt out."),
    ("Rear fence palings down", "Three palings down after the storm, shared boundary."),
    ("Toilet cistern runs on", "Main bathroom. Washer replaced in March already."),
    ("Garage door motor", "Motor hums, door does not lift."),
    ("Pool pump noisy", "Bearings? Tenant says it got louder over two weeks."),
    ("Repaint bedroom 2", "Water mark on ceiling after roof repair; one coat sealer, two coats."),
    ("Air conditioner service", "Split system in lounge, filter and gas check."),
    ("Lock change", "New cylinder front and back, four keys."),
    ("Carpet clean after vacate", "Three rooms and hall, steam."),
    ("Termite inspection", "Annual inspection with report."),
    ("Range hood light out", "Globe replaced, still dead."),
    ("Roof leak over laundry", "Only with wind from the south."),
    ("Dishwasher drain blocked", "Water standing in the bottom after each cycle."),
    ("Broken window, front bedroom", "Cracked pane, made safe with tape."),
)
INSPECTION_REMARKS = (
    "Property presented well.",
    "Grout in shower needs attention; photos taken.",
    "Lawn overdue, tenant reminded.",
    "Small scuff marks in the hallway.",
)
BILLS = (
    "Council rates Q3",
    "Council rates Q4",
    "Water usage",
    "Water service charge",
    "Landlord insurance",
    "Body corporate levy",
    "Strata levy Oct-Dec",
    "Land tax",
    "Electricity common area",
    "Advertising",
    "Legal",
    "Pest control",
    "Gardening",
    "Cleaning",
    "Plumbing repairs",
    "Smoke alarm service",
    "Locksmith",
    "Tribunal application fee",
)
