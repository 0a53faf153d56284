"""The wizard's pages: who may see them, and how many queries they take."""

from django.test import Client
from django.urls import reverse

from agencies.permissions import Role
from integrations.models import ImportFile
from tests.factories import a_column_mapping, a_member, an_agency, an_import, an_import_file, its_exports
from tests.integrations.pages.cases import PageCase
from tests.integrations.pages.wizard import START, WizardCase
from tests.integrations.wizard.cases import as_csv
from tests.routes import named_routes


class OthersTests(PageCase):
    def test_another_agencys_imports_and_mappings_do_not_exist(self) -> None:
        theirs = an_agency()
        ids = {
            "import_id": an_import(theirs).pk,
            "columns_id": a_column_mapping(theirs).pk,
            "file_id": an_import_file(its_exports(theirs), status=ImportFile.Status.UNRECOGNISED).pk,
        }
        walked = 0
        for name, arguments in named_routes("integrations"):
            if len(arguments) != 1 or arguments[0] not in ids:
                continue
            for method in ("get", "post"):
                answer = getattr(self.client, method)(reverse(name, args=[ids[arguments[0]]]))
                if answer.status_code != 405:
                    walked += 1
                    self.assertEqual(answer.status_code, 404, f"{method} {name}")

        self.assertGreaterEqual(walked, 15)

    def test_whoever_may_not_connect_sees_none_of_it(self) -> None:
        for role in (Role.STAFF, Role.VIEWER):
            client = Client()
            client.force_login(a_member(self.agency, role))

            self.assertEqual(client.get(START).status_code, 403)


class QueryTests(WizardCase):
    def test_the_lists_take_the_same_queries_for_3_rows_and_for_30(self) -> None:
        for count in (3, 27):
            for number in range(count):
                an_import(self.agency, file=an_import_file(its_exports(self.agency), f"{count}-{number}.csv"))
                a_column_mapping(self.agency)

            # session, person, memberships, number of imports, imports, unknown files
            with self.assertNumQueries(6):
                self.page(START)
            # session, person, memberships, number of mappings, mappings
            with self.assertNumQueries(5):
                self.page(reverse("integrations:column_mappings"))

    def test_the_check_takes_the_same_queries_for_3_rows_and_for_30(self) -> None:
        numbers = []
        for count in (3, 30):
            self.upload(
                as_csv([(f"P{n}", f"{n} Elm Street", "Glebe", "NSW", "2037", "x", "red") for n in range(count)])
            )
            self.check()
            with self.assertNumQueries(4):  # session, person, memberships, import
                numbers.append(self.page(self.at("check")).count("Elm Street"))

        self.assertEqual(len(numbers), 2)
