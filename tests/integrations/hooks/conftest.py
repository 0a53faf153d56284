"""What the tests of webhooks begin with."""

from tests.integrations.companies import companies  # noqa: F401  (a fixture)
from tests.integrations.hooks.door import door, doors, one_door  # noqa: F401  (fixtures)
from tests.integrations.hooks.vendor import talker  # noqa: F401  (a fixture)
