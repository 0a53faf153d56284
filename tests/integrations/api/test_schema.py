from io import StringIO

from django.core.management import call_command
from django.test import SimpleTestCase, TestCase
from rest_framework.test import APIClient

from integrations.api.schema import ERRORS


class SchemaTests(SimpleTestCase):
    def test_it_is_valid_and_without_warnings(self) -> None:
        drawn = StringIO()

        call_command("spectacular", validate=True, fail_on_warn=True, stdout=drawn)

        self.assertIn("/api/integrations/{provider}/mappings/{org_id}:", drawn.getvalue())

    def test_every_error_has_its_sentence(self) -> None:
        self.assertEqual(sorted(ERRORS), [400, 401, 403, 404, 409, 502, 503])


class DocsTests(TestCase):
    def test_schema_and_docs_are_there_and_load_nothing_from_elsewhere(self) -> None:
        client = APIClient()

        page = client.get("/api/docs/")

        self.assertEqual(client.get("/api/schema/").status_code, 200)
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("https://", page.content.decode())
        self.assertNotIn("//cdn", page.content.decode())
