"""Many scenes: each by itself, each recorded, none twice, none lost."""
