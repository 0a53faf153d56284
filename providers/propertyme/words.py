"""PropertyMe's words and ours. Keys in lower case: its own documents write "monthly" and "Monthly"."""

from providers.records import Frequency, InspectionStatus, JobStatus

# RentPeriod
FREQUENCIES = {
    "weekly": Frequency.WEEKLY,
    "fortnightly": Frequency.FORTNIGHTLY,
    "monthly": Frequency.MONTHLY,
}

# Status of a job
JOB_STATUSES = {
    "pending": JobStatus.REPORTED,
    "reported": JobStatus.REPORTED,
    "quoted": JobStatus.QUOTED,
    "approved": JobStatus.APPROVED,
    "assigned": JobStatus.ASSIGNED,
    "finished": JobStatus.FINISHED,
    "completed": JobStatus.FINISHED,
    "closed": JobStatus.CLOSED,
    "rejected": JobStatus.REJECTED,
    "cancelled": JobStatus.CANCELLED,
}

# Status of an inspection
INSPECTION_STATUSES = {
    "planned": InspectionStatus.PLANNED,
    "scheduled": InspectionStatus.SCHEDULED,
    "rescheduled": InspectionStatus.SCHEDULED,
    "inspected": InspectionStatus.INSPECTED,
    "closed": InspectionStatus.CLOSED,
    "cancelled": InspectionStatus.CANCELLED,
}
