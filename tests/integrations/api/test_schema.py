from collections.abc import Iterator
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.test import SimpleTestCase, TestCase
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft4Validator, FormatChecker
from rest_framework.test import APIClient

from integrations.api.schema import ERRORS


class SchemaTests(SimpleTestCase):
    def test_it_is_valid_and_without_warnings(self) -> None:
        drawn = StringIO()

        call_command("spectacular", validate=True, fail_on_warn=True, stdout=drawn)

        self.assertIn("/api/integrations/{provider}/mappings/{org_id}:", drawn.getvalue())

    def test_every_error_has_its_sentence(self) -> None:
        self.assertEqual(sorted(ERRORS), [400, 401, 403, 404, 409, 429, 502, 503])


class ExampleTests(SimpleTestCase):
    def setUp(self) -> None:
        self.document: Any = SchemaGenerator().get_schema(request=None, public=True)
        # OpenAPI 3.0 says `nullable` where JSON Schema lists null.
        self.strict = with_nulls(self.document)

    def test_every_body_and_answer_has_an_example_that_fits_its_shape(self) -> None:
        walked = 0
        for where, media in bodies(self.strict):
            self.assertTrue(media.get("examples"), where)
            for example in media["examples"].values():
                shape = media["schema"] | {"components": self.strict["components"]}
                Draft4Validator(shape, format_checker=FormatChecker()).validate(example["value"])
                walked += 1

        self.assertGreater(walked, 200)

    def test_every_operation_says_what_it_does_and_belongs_to_a_group(self) -> None:
        groups = {tag["name"] for tag in self.document["tags"]}
        for operations in self.document["paths"].values():
            for operation in operations.values():
                self.assertTrue(operation["description"], operation["operationId"])
                self.assertLessEqual(set(operation["tags"]), groups)
                self.assertIn("429", operation["responses"])


def bodies(document: Any) -> Iterator[tuple[str, Any]]:
    """Each request's and each answer's part of the document, with the operation that it is of."""
    for operations in document["paths"].values():
        for operation in operations.values():
            for part in (operation.get("requestBody", {}), *operation["responses"].values()):
                for media in part.get("content", {}).values():
                    yield operation["operationId"], media


def with_nulls(part: Any) -> Any:
    """The same with null among the shapes of whatever is `nullable`."""
    if isinstance(part, list):
        return [with_nulls(each) for each in part]
    if not isinstance(part, dict):
        return part
    inner = {key: with_nulls(value) for key, value in part.items()}
    return {"anyOf": [inner, {"type": "null"}]} if part.get("nullable") is True else inner


class DocsTests(TestCase):
    def test_schema_and_docs_are_there_and_load_nothing_from_elsewhere(self) -> None:
        client = APIClient()

        page = client.get("/api/docs/")

        self.assertEqual(client.get("/api/schema/").status_code, 200)
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("https://", page.content.decode())
        self.assertNotIn("//cdn", page.content.decode())

    def test_its_scripts_are_files_as_on_every_page(self) -> None:
        page = APIClient().get("/api/docs/")

        policy = page["Content-Security-Policy"]
        self.assertNotIn("script-src", policy)
        self.assertIn("default-src 'self'", policy)
        self.assertIn("style-src 'self' 'unsafe-inline'", policy)
        self.assertNotRegex(page.content.decode(), r"<script(?![^>]*src=)")
