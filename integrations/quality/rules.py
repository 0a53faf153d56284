"""Every rule of data quality, by kind and by code."""

from integrations.quality import homes, leases, lettings, money, people, work
from integrations.quality.rule import Rule
from providers.records import Kind

RULES: tuple[Rule, ...] = (
    *homes.RULES,
    *people.RULES,
    *leases.RULES,
    *money.RULES,
    *work.RULES,
    *lettings.RULES,
)
BY_CODE = {rule.code: rule for rule in RULES}
BY_KIND: dict[Kind, tuple[Rule, ...]] = {
    kind: tuple(rule for rule in RULES if rule.kind == kind)
    for kind in Kind
    if any(rule.kind == kind for rule in RULES)
}
