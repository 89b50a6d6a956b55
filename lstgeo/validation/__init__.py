"""How good retrievals are where the truth is known: fixed simulated sets, metrics, tables."""
