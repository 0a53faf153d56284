"""What vendors tell us of themselves. In comes a post at a connection's secret address; out goes a row that is stored before
anybody looks at it, and a run that reads again what the event was about. `docs/webhooks.md` tells the whole way."""
