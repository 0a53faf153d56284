"""Rent Manager's Web API. Source: the vendor's overview and per-resource reference (builds of April to September 2026), read in
public transcriptions, and reports of live builds, read 2026-11. Sign-in: a user's session, a partner's token, or a gateway's key
or OAuth 2; one location of one company per connection. Changes: long lists by `UpdateDate`, the others whole.
Proven: sandbox; not yet against a live company.

A provider module in several files, because it is long: words, replies, translators, feeds, what is written, then the class."""

from providers.rentmanager.provider import RentManager

__all__ = ["RentManager"]
