"""Learned models of the atmosphere: what their files say of themselves, and running them."""
