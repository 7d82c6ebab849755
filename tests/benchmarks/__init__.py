"""Benchmarks: never run as tests, each with one command in its module's docstring."""
