from io import StringIO

from django.core.management import CommandError, call_command
from django.test import SimpleTestCase

from providers import registry


class ProvidersCommandTests(SimpleTestCase):
    def said(self, *arguments: str) -> str:
        said = StringIO()
        call_command("providers", *arguments, stdout=said)
        return said.getvalue()

    def test_every_provider_and_every_kind_has_its_line(self) -> None:
        lines = self.said().splitlines()

        for provider in registry.all_providers():
            self.assertTrue(any(line.startswith(f"{provider.label} ({provider.slug},") for line in lines))
        kinds = sum(len(provider.capabilities()) for provider in registry.all_providers())
        self.assertEqual(sum(line.startswith("  ") for line in lines), kinds)

    def test_one_provider_can_be_asked_for(self) -> None:
        self.assertNotIn(":Different", self.said("propertyme"))

    def test_an_unknown_one_is_told_plainly(self) -> None:
        with self.assertRaisesMessage(CommandError, "nobody"):
            self.said("nobody")
