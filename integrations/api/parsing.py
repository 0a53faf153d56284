"""Reading the bodies of requests."""

from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class JsonBody(JSONParser):
    """JSON. One that is nested too deeply to be read cannot be read, like any other that cannot."""

    def parse(self, *args: Any, **kwargs: Any) -> Any:
        """The body. ParseError where there is no reading it."""
        try:
            return super().parse(*args, **kwargs)
        except RecursionError as error:
            raise ParseError("The body is nested too deeply.") from error
