"""The pages about events: those that a vendor sends in, and those that an agency's own systems are sent."""
