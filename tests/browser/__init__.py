"""The site in a real browser: a person's whole way, and every page's accessibility, through real sockets."""
