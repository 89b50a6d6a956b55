"""Synthetic scenes with known truth, from the physics alone."""
