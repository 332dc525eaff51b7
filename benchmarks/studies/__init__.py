"""One-off measures: each module is a command, `python -m benchmarks.studies.NAME --help`."""
