"""What the tests of messages to agencies' own systems begin with."""

from tests.integrations.subscriptions.hearing import hearing  # noqa: F401  (a fixture)
from tests.integrations.subscriptions.telling import heard  # noqa: F401  (a fixture)
