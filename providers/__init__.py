"""The front door: one module per vendor. A vendor's replies and files enter, frozen records leave. Knows no Django."""
