"""The living rooms: properties, people, leases and money in one shape. Knows no vendor."""
