"""The command line: parses, calls one function, prints one line."""

from lstgeo.cli.app import main

__all__ = ["main"]
