"""A direction is changed while somebody edits a row, in threads with connections of their own: no edit is left behind."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections, transaction

from agencies.refusals import Refusal
from integrations.models import Connection
from integrations.twoway import settings
from integrations.twoway.creating import create
from providers.choices import Kind
from tests.integrations.twoway.bureau import Bureau

pytestmark = pytest.mark.django_db(transaction=True)
A_WHILE = 0.5

Start = Callable[[Callable[[], Any]], "Future[Any]"]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts a step in a thread of its own. What it refuses is its result, by its code."""
    with ThreadPoolExecutor(2) as pool:

        def whole(step: Callable[[], Any]) -> Any:
            try:
                return step()
            except Refusal as refusal:
                return refusal.code
            finally:
                connections.close_all()

        yield lambda step: pool.submit(whole, step)


def held_open(step: Callable[[], Any], taken: threading.Event, end: threading.Event) -> Callable[[], Any]:
    """The step in a transaction that stays open after it until it may end."""

    def whole() -> None:
        with transaction.atomic():
            step()
            taken.set()
            assert end.wait(30)

    return whole


def turn(bureau: Bureau, way: str) -> bool:
    return settings.set_directions(bureau.fresh(), {"contacts": way}, bureau.person)


STEPS = {
    "an edit": lambda bureau: bureau.edit(phone="2"),
    "a new row": lambda bureau: create(Kind.CONTACT, {"name": "Dora"}, bureau.person, bureau.fresh()),
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_a_kind_is_not_turned_round_under_an_edit_that_is_being_made(bureau: Bureau, start: Start, step: Any) -> None:
    taken, end = threading.Event(), threading.Event()

    editing = start(held_open(lambda: step(bureau), taken, end))
    assert taken.wait(30)
    turning = start(lambda: turn(bureau, "pull"))
    time.sleep(A_WHILE)
    waited = not turning.done()
    end.set()
    editing.result(60)

    assert (waited, turning.result(60)) == (True, "edits_under_way")
    assert settings.direction_of(bureau.fresh(), Kind.CONTACT) == "both"
    assert [status for status, _ in bureau.outbox()] == ["pending"]


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_an_edit_follows_the_direction_that_is_being_set(bureau: Bureau, start: Start, step: Any) -> None:
    taken, end = threading.Event(), threading.Event()

    turning = start(held_open(lambda: turn(bureau, "pull"), taken, end))
    assert taken.wait(30)
    editing = start(lambda: step(bureau))
    time.sleep(A_WHILE)
    waited = not editing.done()
    end.set()
    turning.result(60)

    assert (waited, editing.result(60), bureau.outbox()) == (True, "comes_in_only", [])
    assert bureau.both() == ("1", "1")


def test_edits_of_several_rows_and_what_a_sync_writes_do_not_wait_for_each_other(bureau: Bureau, start: Start) -> None:
    if connections["default"].vendor == "sqlite":
        return  # SQLite lets one transaction write at a time
    taken, end = threading.Event(), threading.Event()

    editing = start(held_open(lambda: bureau.edit("c1", phone="2"), taken, end))
    assert taken.wait(30)
    other = start(lambda: (bureau.edit("c2", phone="2"), touch(bureau)))
    other.result(20)
    end.set()
    editing.result(60)

    assert bureau.outbox() == [("pending", {"phone": "2"})] * 2


def touch(bureau: Bureau) -> int:
    """A sync writes to the connection."""
    return Connection.objects.filter(pk=bureau.connection.pk).update(mapped_at=None)
