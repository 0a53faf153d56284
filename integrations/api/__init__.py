"""The JSON API. Requests enter by views, which parse, call one function of the engine room, and answer."""
