"""Atmospheric columns: reading, checking, selecting, splitting and generating them."""
