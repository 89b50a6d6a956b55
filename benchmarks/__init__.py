"""Measurements of whole processes, each a module to run."""
