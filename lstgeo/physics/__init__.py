"""Planck's law, the spectral band and the surface, as formulas on arrays of any array-API kind."""
