"""The model village: stand-in vendor servers over real HTTP, for the demo and the tests.

In goes a seed, a day and a few switches; out come the vendors' own replies, written from their documents.
Nothing of ours is imported here: a stand-in that shares code with the client would share its misreadings.
"""
