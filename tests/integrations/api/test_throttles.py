from typing import Any
from unittest.mock import patch

import time_machine
from django.conf import settings
from django.core.cache import cache
from django.test import override_settings
from redis.exceptions import ConnectionError as RedisIsAway

from tests.factories import PASSWORD, a_member, an_agency
from tests.integrations.api.cases import ROOT, ApiCase

LIST = "/api/portfolio/units"


def rates(**given: str) -> Any:
    """The API's settings with these rates; what is not given stays as it is for tests."""
    framework = settings.REST_FRAMEWORK
    return override_settings(
        REST_FRAMEWORK={**framework, "DEFAULT_THROTTLE_RATES": framework["DEFAULT_THROTTLE_RATES"] | given}
    )


class ThrottleTests(ApiCase):
    def setUp(self) -> None:
        super().setUp()
        cache.clear()
        self.travel = time_machine.travel(1_800_000_020, tick=False)  # twenty seconds into a minute
        self.clock = self.travel.start()
        self.addCleanup(self.travel.stop)
        self.api.force_login(self.user)

    def statuses(self, address: str, times: int, client: Any = None) -> list[int]:
        return [(client or self.api).get(address).status_code for _ in range(times)]

    @rates(person="2/min")
    def test_a_person_who_asks_too_often_is_told_how_long_to_wait(self) -> None:
        first = self.statuses(LIST, 2)

        refused = self.api.get(LIST)

        self.assertEqual(first, [200, 200])
        body = self.assert_problem(refused, 429, "throttled")
        self.assertEqual(refused["Retry-After"], "41")
        self.assertEqual(body["action"], "Ask again in 41 seconds.")

    @rates(person="2/min")
    def test_after_that_time_they_are_answered_again(self) -> None:
        waiting = int(self.statuses(LIST, 3) == [200, 200, 429]) * 41

        self.clock.shift(waiting)

        self.assertEqual(self.statuses(LIST, 1), [200])

    @rates(person="2/min")
    def test_one_person_does_not_slow_another_down(self) -> None:
        colleague = self.signed_in(a_member(self.agency))
        self.statuses(LIST, 3)

        self.assertEqual(self.statuses(LIST, 1, colleague), [200])

    @rates(agency="3/min")
    def test_the_people_of_an_agency_share_its_rate(self) -> None:
        colleague = self.signed_in(a_member(self.agency))
        named = f"{LIST}?org_id={self.agency.pk}"

        found = self.statuses(named, 2) + self.statuses(LIST, 1, colleague) + self.statuses(named, 1)

        self.assertEqual(found, [200, 200, 200, 429])

    @rates(agency="2/min")
    def test_only_the_agency_that_a_request_names_is_counted(self) -> None:
        second = an_agency()
        a_member(second, user=self.user)
        named = f"{ROOT}/issues/{self.agency.pk}"

        self.assertEqual(self.statuses(named, 3), [200, 200, 429])
        self.assertEqual(self.statuses(f"{LIST}?org_id={second.pk}", 1), [200])
        self.assertEqual(self.statuses(LIST, 1), [429])

    @rates(agency="1/min")
    def test_a_stranger_does_not_use_up_an_agencys_rate(self) -> None:
        stranger = self.signed_in(a_member(an_agency()))

        refused = self.statuses(f"{LIST}?org_id={self.agency.pk}", 3, stranger)

        self.assertEqual(refused, [404, 404, 404])
        self.assertEqual(self.statuses(LIST, 1), [200])

    @rates(agency="1/min", sync_starts="100/min")
    def test_the_agency_in_a_body_is_counted_too(self) -> None:
        body = {"org_id": str(self.agency.pk)}

        answers = [self.api.post(f"{ROOT}/sync/full", body, format="json").status_code for _ in range(2)]

        self.assertEqual(answers, [202, 429])

    @rates(sync_starts="2/min")
    def test_starting_syncs_has_a_rate_of_its_own(self) -> None:
        body = {"org_id": str(self.agency.pk)}

        kinds = ("full", "manual", "incremental")
        answers = [self.api.post(f"{ROOT}/sync/{kind}", body, format="json").status_code for kind in kinds]

        self.assertEqual(answers, [202, 409, 429])
        self.assertEqual(self.statuses(LIST, 1), [200])

    @rates(sign_in="2/min")
    def test_tokens_are_counted_by_address(self) -> None:
        body = {"email": self.user.email, "password": PASSWORD}

        def ask(address: str) -> int:
            return self.api.post("/api/auth/token", body, format="json", REMOTE_ADDR=address).status_code

        self.assertEqual([ask("203.0.113.9") for _ in range(3)], [200, 200, 429])
        self.assertEqual(ask("203.0.113.10"), 200)

    @rates(person="1/min")
    def test_without_the_cache_requests_are_answered_uncounted(self) -> None:
        with patch("integrations.api.throttles.cache.add", side_effect=RedisIsAway("gone")):
            found = self.statuses(LIST, 3)

        self.assertEqual(found, [200, 200, 200])

    @rates(person="1/min")
    def test_a_body_that_cannot_be_read_is_still_the_views_to_refuse(self) -> None:
        answer = self.api.post(f"{ROOT}/sync/full", "{", content_type="application/json")

        self.assert_problem(answer, 400, "parse_error")
