"""`python -m lstgeo` is the command line."""

from lstgeo.cli import main

main()
