"""What the site writes into its log while something real happens."""

import io
import json
import logging
import logging.config
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from agencies.logs import logging_of


@contextmanager
def lines_written(level: str = "INFO") -> Iterator[list[dict[str, Any]]]:
    """Every line that a site of this level writes inside, taken apart once it is over."""
    setting = logging_of("json", level)
    configured = logging.config.DictConfigurator(setting)
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(configured.configure_formatter(setting["formatters"]["chosen"]))
    handler.addFilter(configured.configure_filter(setting["filters"]["detailed"]))
    found: list[dict[str, Any]] = []
    logging.getLogger().addHandler(handler)
    try:
        yield found
    finally:
        logging.getLogger().removeHandler(handler)
        found.extend(json.loads(line) for line in stream.getvalue().splitlines())


def details(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those of them that are written at DEBUG."""
    return [line for line in lines if line["level"] == "debug"]
