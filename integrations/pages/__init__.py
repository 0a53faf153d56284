"""The settings pages. Requests enter by views, which parse, call one function of the engine room, and show or redirect."""
