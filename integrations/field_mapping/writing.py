"""Rules as people and programs write them, checked, and as they are kept."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from providers.choices import Kind
from providers.field_rules import FieldRule
from providers.field_targets import CUSTOM, has_custom, record_types, targets_of
from providers.field_transforms import FIELD_TRANSFORMS, wrong_options

MOST_RULES = 100
LONGEST_SOURCE = 200
NAME = re.compile(r"[\w][\w .-]{0,59}", re.ASCII)
LETTERS = "up to 60 letters, digits, blanks, dots, dashes and underscores"
# Programs ask for names of one sort by names of their own: normalize_university_name.
ANY_NAME = re.compile(r"normali[sz]e_(\w+_)?name")

# As JSON writes it. No database keeps one.
NUL = "\\u0000"

Kept = dict[str, Any]


class WrongRules(Exception):
    """Rules that cannot be kept: sentences by field, by the rule's name; "" holds what is wrong with all of them."""

    def __init__(self, errors: dict[str, dict[str, str]]) -> None:
        super().__init__("; ".join(sentence for fields in errors.values() for sentence in fields.values()))
        self.errors = errors


def kinds_with_rules(offered: Iterable[Kind]) -> list[Kind]:
    """Those of the kinds for which there can be rules."""
    return [kind for kind in offered if targets_of(kind)]


def checked(kind: Kind, written: Mapping[str, Mapping[str, Any]]) -> list[Kept]:
    """Rules by name, as they are kept. WrongRules where some cannot be."""
    if len(written) > MOST_RULES:
        raise WrongRules({"": {"field_mappings": f"At most {MOST_RULES} fields can be mapped."}})
    kept: list[Kept] = []
    errors: dict[str, dict[str, str]] = {}
    taken: set[str] = set()
    for name, rule in written.items():
        found = _kept(kind, name, rule)
        trouble = _trouble(kind, found)
        if found["target"] in taken:
            trouble.setdefault("target_field", f"Two fields cannot both become {found['target']}.")
        taken.add(found["target"])
        if trouble:
            errors[name] = trouble
        kept.append(found)
    if errors:
        raise WrongRules(errors)
    return kept


def as_rules(kept: Iterable[Kept]) -> tuple[FieldRule, ...]:
    """Rules as they are carried out."""
    return tuple(
        FieldRule(rule["source"], rule["target"], rule["required"], rule["transform"], rule["options"]) for rule in kept
    )


def written_of(kept: Iterable[Kept]) -> dict[str, Kept]:
    """Kept rules by name, as programs write them."""
    return {
        rule["name"]: {
            "source_field": rule["source"],
            "target_field": rule["target"],
            "required": rule["required"],
            "transform": rule["transform"] or None,
            "options": rule["options"],
        }
        for rule in kept
    }


def target_named(kind: Kind, word: str) -> str:
    """The target that a word means: a field of ours, else a field of the agency's own of that name."""
    if word.startswith(CUSTOM) or word in targets_of(kind) or word in record_types()[kind].__struct_fields__:
        return word
    return f"{CUSTOM}{word}"


def _kept(kind: Kind, name: str, rule: Mapping[str, Any]) -> Kept:
    transform = str(rule.get("transform") or "").strip()
    if transform not in FIELD_TRANSFORMS and ANY_NAME.fullmatch(transform):
        transform = "normalise_name"
    return {
        "name": name,
        "source": str(rule.get("source_field", "")).strip(),
        "target": target_named(kind, str(rule.get("target_field", "")).strip()),
        "required": bool(rule.get("required", False)),
        "transform": transform,
        "options": dict(rule.get("options") or {}),
    }


def _trouble(kind: Kind, rule: Kept) -> dict[str, str]:
    """What is wrong with a rule, by field."""
    trouble = {}
    if not NAME.fullmatch(rule["name"]):
        trouble["name"] = f"A name has {LETTERS}."
    if not 0 < len(rule["source"]) <= LONGEST_SOURCE:
        trouble["source_field"] = f"Name a field of the source, in {LONGEST_SOURCE} characters at most."
    elif "\0" in rule["source"]:
        trouble["source_field"] = "The name of the source's field holds a NUL character."
    if sentence := _wrong_target(kind, rule["target"]):
        trouble["target_field"] = sentence
    if rule["transform"] and rule["transform"] not in FIELD_TRANSFORMS:
        trouble["transform"] = f"There is no transform {rule['transform']}. There are: {', '.join(FIELD_TRANSFORMS)}."
    elif rule["options"] and not rule["transform"]:
        trouble["options"] = "Options belong to a transform, and none is named."
    elif NUL in json.dumps(rule["options"]):
        trouble["options"] = "A text of the options holds a NUL character."
    elif rule["transform"] and (sentence := wrong_options(rule["transform"], rule["options"])):
        trouble["options"] = sentence
    return trouble


def _wrong_target(kind: Kind, target: str) -> str:
    if target.startswith(CUSTOM):
        if not has_custom(kind):
            return f"{kind.replace('_', ' ').capitalize()} hold no fields of your own."
        if not NAME.fullmatch(target.removeprefix(CUSTOM)):
            return f"The name of a field of your own has {LETTERS}."
        return ""
    return "" if target in targets_of(kind) else f"{target} cannot be set. There are: {', '.join(targets_of(kind))}."
