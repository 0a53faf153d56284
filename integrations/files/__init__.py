"""Exported files on their way in: where they arrive (`drops`), which are new (`sweeping`), what is inside (`inspecting`),
whose rows they speak of (`identities`), and the run that brings them in (`running`)."""
