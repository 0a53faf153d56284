"""An agency's own rules from a source's fields to ours: how they are written, tried on live rows, kept in versions and put in
force. What a rule does to a row stands in providers/field_rules.py."""
