"""What a run of N images costs: from docs/cost.json, which benchmarks.costs measured."""
