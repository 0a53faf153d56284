"""Benchmarks, apart from the tests: they measure and never fail for being slow."""
