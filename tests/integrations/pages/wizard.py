"""What the tests of the wizard's pages start from."""

from typing import Any

from django.urls import reverse

from integrations.models import WizardImport
from integrations.wizard import rehearsing
from tests.integrations.pages.cases import PageCase
from tests.integrations.wizard.cases import an_upload

START = reverse("integrations:imports")


class WizardCase(PageCase):
    """`self.imported` is the import that `upload` began."""

    def upload(self, content: bytes | None = None, name: str = "Rent roll.csv") -> Any:
        answer = self.client.post(START, {"file": an_upload(content, name)}, follow=True)
        self.imported = WizardImport.objects.order_by("created_at").last()
        return answer

    def at(self, step: str) -> str:
        return reverse(f"integrations:import_{step}", args=[self.imported.pk])

    def check(self) -> None:
        """Choose what is guessed, and try all rows as a worker would."""
        self.client.post(self.at("list"), {"part": "", "kind": "properties"})
        self.client.post(self.at("check"))
        rehearsing.rehearse(self.imported.pk)
