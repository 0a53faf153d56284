"""Several workers at once, in threads with connections of their own: nobody sends twice, nobody undoes another's work, and
nobody waits in a circle."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from integrations.models import OutgoingEdit
from integrations.twoway.conflicts import decide_many
from integrations.twoway.creating import create
from portfolio.models import Contact
from providers.choices import Kind
from tests.integrations.twoway.bureau import Bureau
from tests.integrations.twoway.test_unknown_outcomes import minutes_later

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def workers(bureau: Bureau) -> Any:
    """Starts a step in a thread of its own."""
    with ThreadPoolExecutor(8) as pool:

        def start(step: Callable[[], Any]) -> Future[Any]:
            def whole() -> Any:
                try:
                    return step()
                finally:
                    connections.close_all()

            return pool.submit(whole)

        yield start


def test_two_workers_send_each_edit_once(bureau: Bureau, workers: Any) -> None:
    keys = [bureau.vendor.has(name=f"N{number}", phone="1") for number in range(120)]
    bureau.sync()
    for key in keys:
        bureau.edit(key, phone="2")

    pushes = [workers(bureau.push) for _ in range(3)]
    sent = sum(push.result(60) for push in pushes)

    ids = [item["id"] for items in bureau.vendor.posts for item in items]
    assert (sent, sorted(ids)) == (120, sorted(keys))
    assert set(OutgoingEdit.objects.values_list("status", flat=True)) == {"sent"}


def test_a_pull_while_the_push_of_the_row_is_on_the_wire_takes_nothing_back(bureau: Bureau, workers: Any) -> None:
    bureau.vendor.gate = threading.Event()
    bureau.edit(phone="2")

    push = workers(bureau.push)
    assert bureau.vendor.reached.wait(30)
    log = bureau.sync("full")  # it sees the new value, before the worker knows that it has arrived
    bureau.vendor.gate.set()
    push.result(60)
    bureau.sync("full")

    assert (bureau.noted(log), bureau.both(), bureau.outbox()) == ([], ("2", "2"), [("sent", {"phone": "2"})])
    assert (bureau.conflicts(), len(bureau.vendor.posts)) == ([], 1)


def test_an_edit_while_the_push_of_the_row_is_on_the_wire_follows_it(bureau: Bureau, workers: Any) -> None:
    bureau.vendor.gate = threading.Event()
    bureau.edit(phone="2")

    push = workers(bureau.push)
    assert bureau.vendor.reached.wait(30)
    bureau.edit(phone="3", company="New")
    bureau.vendor.gate.set()
    push.result(60)
    bureau.push()

    assert [item["values"] for items in bureau.vendor.posts for item in items] == [
        {"phone": "2"},
        {"phone": "3", "company": "New"},
    ]
    assert (bureau.both(), bureau.both(field="company")) == (("3", "3"), ("New", "New"))


def test_a_pull_that_meets_the_vendors_copy_of_a_row_on_the_wire_makes_no_second_row(
    bureau: Bureau, workers: Any
) -> None:
    bureau.vendor.gate = threading.Event()
    row = create(Kind.CONTACT, {"name": "Dora", "phone": "4"}, bureau.person, bureau.fresh())

    push = workers(bureau.push)
    assert bureau.vendor.reached.wait(30)
    bureau.sync("full")
    met = Contact.objects.filter(name="Dora").count()
    bureau.vendor.gate.set()
    push.result(60)
    bureau.sync("full")

    assert (met, bureau.row("c4"), Contact.objects.count()) == (1, row, 4)


def test_new_rows_are_made_once_though_the_worker_that_makes_them_is_slow_and_passes_for_dead(
    bureau: Bureau, workers: Any
) -> None:
    gate = bureau.vendor.gate = threading.Event()
    for name in ("Dora", "Emil", "Fay"):
        create(Kind.CONTACT, {"name": name, "phone": "4"}, bureau.person, bureau.fresh())

    slow = workers(bureau.push)
    assert bureau.vendor.reached.wait(30)
    bureau.vendor.gate = None  # the others are answered at once
    for _ in range(3):
        minutes_later()
        workers(bureau.push).result(60)
    gate.set()
    slow.result(60)
    bureau.sync("full")

    there = sorted(row["name"] for row in bureau.vendor.rows.values())
    assert there == sorted(Contact.objects.values_list("name", flat=True)) == "Ada Ben Cleo Dora Emil Fay".split()
    assert set(OutgoingEdit.objects.values_list("status", flat=True)) == {"sent"}


def test_edits_pushes_pulls_and_decisions_at_once_end_with_both_sides_alike(bureau: Bureau, workers: Any) -> None:
    keys = [bureau.vendor.has(name=f"N{number}", phone="0", company="0") for number in range(12)]
    bureau.sync()

    def edits(offset: int) -> None:
        for number in range(24):
            bureau.edit(keys[(number * 5 + offset) % 12], phone=f"{offset}{number}", company=f"{number}")

    def strangers() -> None:
        for number in range(24):
            bureau.vendor.changes(keys[number * 7 % 12], email=f"{number}@example.com", phone=f"9{number}")

    def pulls() -> None:
        for _ in range(3):
            bureau.sync()

    def decisions() -> None:
        for _ in range(4):
            decide_many(bureau.fresh(), "contacts", "phone", "ours", bureau.person)

    def pushes() -> None:
        for _ in range(6):
            bureau.push()

    steps = [lambda: edits(1), lambda: edits(2), strangers, pulls, pushes, pushes, decisions]
    for step in [workers(step) for step in steps]:
        step.result(120)
    for _ in range(3):
        bureau.sync("full")
        decide_many(bureau.fresh(), "contacts", "phone", "ours", bureau.person)
        bureau.push()
    bureau.sync("full")

    here = {row.external_id: (row.phone, row.company, row.email) for row in Contact.objects.all()}
    there = {row["id"]: (row["phone"], row["company"], row["email"]) for row in bureau.vendor.rows.values()}
    assert here == there
    assert not OutgoingEdit.objects.waiting().exists()
