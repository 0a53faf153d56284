"""Telling agencies' own systems what happens here: who is told (`subscribing`), where to (`addresses`), one message over the
wire (`posting`), and when it is tried again (`sending`). What there is to tell is in `integrations/events.py`."""
