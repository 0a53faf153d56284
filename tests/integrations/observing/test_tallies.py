import threading

from django.db import connection
from django.test import TestCase, TransactionTestCase

from integrations.models import Tally
from integrations.observing import tallies


class TallyTests(TestCase):
    def test_a_number_grows_by_its_labels(self) -> None:
        tallies.add("runs", provider="one", status="completed")
        tallies.add("runs", 2, status="completed", provider="one")
        tallies.add("runs", provider="two", status="failed")

        self.assertEqual(
            sorted(tallies.read()["runs"], key=str),
            [({"provider": "one", "status": "completed"}, 3.0), ({"provider": "two", "status": "failed"}, 1.0)],
        )

    def test_what_parts_labels_cannot_be_smuggled_in(self) -> None:
        tallies.add("calls", endpoint="a=b,c=d")

        self.assertEqual(tallies.read()["calls"], [({"endpoint": "a b c d"}, 1.0)])

    def test_many_numbers_take_as_many_queries_as_one(self) -> None:
        many = {("rows", tallies.labels_of({"kind": f"kind {number}"})): 1.0 for number in range(30)}
        tallies.add_all(many)

        # savepoint, lock, grow, release
        with self.assertNumQueries(4):
            tallies.add_all(many)

        self.assertEqual({row.value for row in Tally.objects.all()}, {2.0})

    def test_nothing_counted_asks_nothing(self) -> None:
        with self.assertNumQueries(0):
            tallies.add_all({("rows", ()): 0})


class RacingTests(TransactionTestCase):
    def test_workers_that_count_at_once_lose_no_count(self) -> None:
        both = {(name, ()): 1.0 for name in ("first", "second")}

        def work() -> None:
            for _ in range(20):
                tallies.add_all(both)
            connection.close()

        workers = [threading.Thread(target=work) for _ in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()

        self.assertEqual({row.name: row.value for row in Tally.objects.all()}, {"first": 80.0, "second": 80.0})
