"""The target is a program of its own: to import it would instrument lstgeo in this process."""

collect_ignore = ["target.py"]
