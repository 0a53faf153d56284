"""PropertyMe. Source: its published API document (Swagger 2.0, 75 paths, copy of 2026-07-26) and its sample client.
Sign-in: OAuth 2, one agency's portfolio per token. Changes: lots, contacts, jobs and inspections by `Timestamp`,
balances by `LastUpdated`; tenancies and members only as whole lists. Proven: sandbox; not yet against a live agency.

A provider module in four files, because it is long: words, replies, translators, then the class."""

from providers.propertyme.provider import PropertyMe

__all__ = ["PropertyMe"]
