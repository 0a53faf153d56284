"""Service issues of a day."""

from __future__ import annotations

from sandbox.rentmanager.building.issues import COMPLETED, IN_PROGRESS, WAITING, add_issue, link
from sandbox.rentmanager.computed import is_going_on
from sandbox.rentmanager.days.diary import Diary
from sandbox.rentmanager.estate import wall


def report_an_issue(diary: Diary) -> None:
    """A tenant reports something."""
    lease = diary.some("Leases", lambda row: "UnitID" in row and is_going_on(diary.location, row))
    if lease is None or not diary.location.tables["Vendors"]:
        return
    issue = add_issue(diary, diary.rng.randrange(1000), diary.today, is_open=True)
    link(diary, issue, UnitID=lease["UnitID"])
    link(diary, issue, TenantID=lease["TenantID"])
    diary.note("issue_reported", issue_id=issue["ServiceManagerIssueID"], unit_id=lease["UnitID"])


def move_an_issue(diary: Diary) -> None:
    """Somebody works on an issue, or waits."""
    issue = diary.some("ServiceManagerIssues", lambda row: not row["IsClosed"])
    if issue is None:
        return
    issue["StatusID"] = WAITING if issue["StatusID"] == IN_PROGRESS else IN_PROGRESS
    diary.touch("ServiceManagerIssues", issue)
    diary.note("issue_changed", issue_id=issue["ServiceManagerIssueID"])


def close_an_issue(diary: Diary) -> None:
    """An issue is done."""
    issue = diary.some("ServiceManagerIssues", lambda row: not row["IsClosed"] and row["StatusID"] == WAITING)
    if issue is None:
        return
    done = wall(diary.location.moment())
    issue |= {"IsClosed": True, "StatusID": COMPLETED, "CloseDate": done, "AssignedCloseDate": done}
    issue["Resolution"] = "Done, tenant told."
    diary.touch("ServiceManagerIssues", issue)
    diary.note("issue_closed", issue_id=issue["ServiceManagerIssueID"])
