"""Structured logs: one JSON object a line, or a line for people, without anything secret."""

import logging
import re
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import structlog

# What looks like a secret or like a person's address is taken out of every line, whatever wrote it.
HIDDEN = "[hidden]"
SECRET_KEYS = re.compile(
    r"password|passwd|secret|token|authorization|api.?key|cookie|credential|verifier|signature", re.IGNORECASE
)
SECRET_TEXTS = (
    # Base64 has slashes, which part it into pieces too short to look secret.
    (re.compile(r"whsec_[\w+/=%-]+"), HIDDEN),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w\-.~+/=:]{6,}"), rf"\1 {HIDDEN}"),
    (
        re.compile(r"(?i)([\w-]*(?:password|secret|token|api.?key)[\w-]*[\"']?\s*[=:]\s*[\"']?)[^\s\"'&,;}]+"),
        rf"\1{HIDDEN}",
    ),
    (re.compile(r"(?i)\b((?:code|state|code_verifier)=)[^\s\"'&]+"), rf"\1{HIDDEN}"),
    (re.compile(r"(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"), HIDDEN),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), HIDDEN),
    (re.compile(r"[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}"), HIDDEN),
    (re.compile(r"(?<![\w-])(?=[\w+=-]*\d)(?=[\w+=-]*[A-Za-z])[\w+=-]{40,}"), HIDDEN),
)

_detailed: ContextVar[bool] = ContextVar("detailed", default=False)


class Detailed(logging.Filter):
    """Lets lines below INFO pass only where a connection is being debugged, or the whole site is."""

    def __init__(self, level: str) -> None:
        super().__init__()
        self.level = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is written."""
        return record.levelno >= self.level or _detailed.get()


@contextmanager
def in_detail(wanted: bool) -> Iterator[None]:
    """Inside, lines at DEBUG are written too if that is wanted."""
    token = _detailed.set(wanted or _detailed.get())
    try:
        yield
    finally:
        _detailed.reset(token)


def redacted(text: str) -> str:
    """The text without tokens, passwords and e-mail addresses."""
    for pattern, instead in SECRET_TEXTS:
        text = pattern.sub(instead, text)
    return text


def redact(logger: Any, name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A processor of structlog: hides values by their key's name, and in all texts what looks like a secret."""
    for key, value in event.items():
        if key.startswith("_"):
            continue
        if SECRET_KEYS.search(key):
            event[key] = HIDDEN
        elif isinstance(value, str):
            event[key] = redacted(value)
    return event


def logging_of(form: str, level: str) -> dict[str, Any]:
    """The LOGGING setting: `form` is "json" or "line". Our own loggers hear everything, and `Detailed` decides."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        redact,
    ]
    people: Any = structlog.dev.ConsoleRenderer(colors=False)
    last: Any = structlog.processors.JSONRenderer() if form == "json" else people
    chosen = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": shared,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
    }
    ours = {name: {"level": "DEBUG"} for name in ("agencies", "integrations", "portfolio", "providers")}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"detailed": {"()": Detailed, "level": level}},
        "formatters": {"chosen": chosen},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "chosen", "filters": ["detailed"]}},
        "loggers": {"axes": {"level": "WARNING"}, **ours},  # axes: successes are in the audit trail
        "root": {"handlers": ["stderr"], "level": level},
    }
