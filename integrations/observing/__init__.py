"""What operators see: counters and gauges, structured logs of runs, and diagnostics without secrets."""
