"""Scenes as users have them: found, vetted, opened lazily in house names and units."""
