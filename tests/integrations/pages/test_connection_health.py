import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from integrations.models import CallStats, Connection, HealthCheck, QualityScore
from integrations.pages.health_charts import trend, up_days, up_in_words
from tests.factories import a_connection, a_file_connection, a_sync_log, an_issue
from tests.health_factories import a_check, a_failed_check, a_score, a_vendor_status, call_stats
from tests.integrations.pages.cases import HERE, ROOT, PageCase

HEALTH = f"{HERE}/health"


class HealthPageTests(PageCase):
    def test_at_one_glance(self) -> None:
        for minutes in (1, 6):
            a_failed_check(self.connection, minutes)
        a_check(self.connection, 60)
        call_stats(self.connection, "v1/lots/{id}", calls=30, errors=12, milliseconds={"200": 30})
        a_score(self.connection, "leases", 71, findings={"lease_without_tenant": 29})
        a_vendor_status(is_up=False, words="Partial System Outage")
        an_issue(self.connection)

        page = self.page(HEALTH)

        for words in (
            "Down",
            "It is them",
            "PropertyMe does not answer and reports trouble itself: it is them.",
            "PropertyMe says of itself: Partial System Outage",
            "PropertyMe took too long to answer.",
            "PropertyMe failed to answer 12 of 30 requests in the last 24 hours.",
            "The quality of the rows is 71.00 of 100.",
            "1 row needs a person.",
            "33.33 %",
            "150 ms",
            "<code>v1/lots/{id}</code>",
            "The lease names no tenant who is still there.",
        ):
            self.assertIn(words, page)
        self.assertIn(f'href="{HERE}/quality?connection={self.connection.pk}&amp;rule=lease_without_tenant"', page)
        self.assertIn(f'href="{HERE}/issues?connection={self.connection.pk}"', page)
        self.assertIn('href="#endpoints"', page)
        self.assertIn('id="endpoints"', page)
        self.assertEqual(page.count("<svg "), 2)

    def test_every_recommendation_leads_to_the_page_on_which_it_can_be_followed(self) -> None:
        def told(**given: Any) -> list[tuple[str, str]]:
            Connection.objects.filter(pk=self.connection.pk).update(**given)
            page = self.page(HEALTH).partition('<ul class="to-do">')[2].partition("</ul>")[0]
            return re.findall(r'</strong> (.*?)</span>.*?href="([^"]*)"', page)

        log = a_sync_log(self.connection, status="failed")
        here = f"?connection={self.connection.pk}"
        for given, action, address in (
            ({"status": "paused"}, "Press “Resume” in its settings", f"{HERE}/settings{here}"),
            ({"status": "expired"}, "Press “Reconnect”", f"{HERE}{here}"),
            ({"status": "disconnected"}, "Press “Connect PropertyMe”.", f"{HERE}{here}"),
            ({"status": "active", "last_sync_at": None}, "Press “Sync now”.", f"{HERE}{here}"),
            ({"last_sync_at": timezone.now() - timedelta(hours=30)}, "or wait for tonight", f"{HERE}{here}"),
            ({"last_sync_at": timezone.now()}, "Open it: its page says why", f"{HERE}/history/{log.pk}{here}"),
        ):
            found_action, found_address = told(**given)[0]

            self.assertIn(action, found_action)
            self.assertEqual(found_address, address)
            button = action.partition("“")[2].partition("”")[0]
            self.assertIn(button, self.client.get(address).content.decode())

    def test_who_may_not_follow_a_recommendation_is_told_whom_to_ask(self) -> None:
        Connection.objects.filter(pk=self.connection.pk).update(status="paused")

        page = self.viewer().get(HEALTH).content.decode()

        self.assertIn(f"Your role does not allow this: ask an admin of {self.agency}.", page)
        self.assertNotIn("Open its settings", page)

    def test_while_a_sync_is_under_way_nobody_is_told_to_start_one(self) -> None:
        Connection.objects.filter(pk=self.connection.pk).update(last_sync_at=None)
        a_sync_log(self.connection, status="running", completed_at=None)

        page = self.page(HEALTH)

        self.assertIn("A sync is under way. Wait until it is through.", page)
        self.assertNotIn("Press “Sync now”", page)

    def test_files_are_handed_in_and_not_synced(self) -> None:
        files = a_file_connection(self.agency, "propertytree", last_sync_at=None)

        page = self.page(f"{ROOT}/propertytree/health")

        self.assertIn("Hand in a first file", page)
        self.assertIn(f'href="{ROOT}/propertytree/files?connection={files.pk}"', page)

    def test_before_anything_was_measured_it_says_when_it_will_be(self) -> None:
        page = self.page(HEALTH)

        for words in (
            "after the next sync",
            "no checks yet",
            "The first check is on its way.",
            "The first score comes",
        ):
            self.assertIn(words, page)
        self.assertNotIn("<svg", page)

    def test_where_all_is_well_there_is_nothing_to_do(self) -> None:
        self.connection.last_sync_at = timezone.now()
        self.connection.save()
        a_sync_log(self.connection)
        a_check(self.connection)

        page = self.page(HEALTH)

        for words in ("Healthy", "There is nothing to do.", "PropertyMe answers.", "100 %"):
            self.assertIn(words, page)

    def test_a_connection_by_files_shows_what_there_is_of_it(self) -> None:
        files = a_file_connection(self.agency, "propertytree")
        a_score(files, "owners", 88)

        page = self.page(f"{ROOT}/propertytree/health")

        self.assertIn("88.0", page)
        for words in ("Uptime", "It answers in", "us or them"):
            self.assertNotIn(words, page)

    def test_days_are_those_of_the_agency(self) -> None:
        midnight = timezone.localtime(timezone=self.agency.zone).replace(hour=0, minute=0, second=0, microsecond=0)
        a_check(self.connection, checked_at=midnight)
        a_failed_check(self.connection, checked_at=midnight - timedelta(seconds=1))

        page = self.page(HEALTH)

        today, yesterday = (midnight - timedelta(days=days) for days in (0, 1))
        self.assertIn(f"{today.day} {today:%b}: 100 %, 1 check", page)
        self.assertIn(f"{yesterday.day} {yesterday:%b}: 0 %, 1 check", page)

    def test_it_is_linked_from_the_provider_and_the_catalogue(self) -> None:
        a_score(self.connection, "leases", 93)
        link = f'href="{HEALTH}?connection={self.connection.pk}"'

        for address in (HERE, ROOT):
            page = self.page(address)
            self.assertIn(link, page)
            self.assertIn("93.0 of 100", page)

    def test_three_rows_and_thirty_take_the_same_queries(self) -> None:
        for number in (3, 27):
            for row in range(number):
                a_check(a_connection(), row)
                a_check(self.connection, row + 1)
                call_stats(self.connection, f"{number}/{row}")
                a_score(self.connection, day=self.agency.local_day() - timedelta(days=number + row))
            # session, person, memberships, connections; uptime, fresh checks, calls, scores, the vendor's status, all
            # checks; issues, runs; checks by day, trend
            with self.assertNumQueries(14):
                self.page(HEALTH)

    def test_nothing_in_it_needs_what_the_content_policy_forbids(self) -> None:
        a_check(self.connection)
        a_score(self.connection)
        call_stats(self.connection)

        page = self.page(HEALTH)

        for word in (' style="', "<style", "<script>", "xlink"):
            self.assertNotIn(word, page.partition("<main")[2].partition("</main>")[0])

    def test_another_agencys_numbers_do_not_count(self) -> None:
        other = a_connection()
        a_check(other)
        call_stats(other, "v1/theirs")
        a_score(other, "leases", 12)

        page = self.page(HEALTH)

        self.assertNotIn("v1/theirs", page)
        self.assertNotIn("12.0", page)
        self.assertEqual(
            (HealthCheck.objects.count(), CallStats.objects.count(), QualityScore.objects.count()), (1, 1, 1)
        )


class ChartTests(PageCase):
    def test_thirty_days_end_with_today_and_each_has_a_tone(self) -> None:
        today = self.agency.local_day()
        counted = {today: (288, 288), today - timedelta(days=1): (288, 287), today - timedelta(days=2): (100, 98)}

        days = up_days(counted, today)

        self.assertEqual([day.tone for day in days[-4:]], ["idle", "bad", "warn", "good"])
        self.assertEqual((len(days), days[-1].day, days[-2].share), (30, today, 99.6))
        self.assertEqual(up_in_words(days), "3 days with checks, 2 of them with trouble.")
        self.assertEqual(up_in_words(up_days({}, today)), "There were no checks yet.")

    def test_the_scale_shows_the_part_that_the_scores_use(self) -> None:
        today = self.agency.local_day()

        drawn = trend([(today - timedelta(days=89), Decimal("64.5")), (today, Decimal(100))], today)

        self.assertEqual((drawn.lowest, drawn.halfway, drawn.change), (60, 80.0, Decimal("35.5")))
        first, last = drawn.points
        self.assertEqual((last.y, first.y), (drawn.top, round(drawn.top + 150 * 35.5 / 40, 1)))
        self.assertLess(first.x, last.x)
        self.assertEqual(drawn.line, f"M{first.x:g} {first.y:g}L{last.x:g} {last.y:g}")
