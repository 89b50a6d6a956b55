"""Parsers under random bytes, guided by the branches that the bytes reach (atheris)."""
