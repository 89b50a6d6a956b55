"""A scene from files to files, lazily: open, check, retrieve, write."""
