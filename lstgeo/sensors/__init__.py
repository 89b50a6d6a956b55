"""Platforms and bands by name, their spectral responses, noise and calibration."""
