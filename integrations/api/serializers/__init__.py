"""The shapes of the API. Models enter, plain data leaves; nothing secret is ever named here."""
