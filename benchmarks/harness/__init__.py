"""What `python benchmarks/run.py` runs: sets, systems, suites, floors, results and their report."""
