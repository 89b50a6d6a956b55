"""Absorption and thermal radiative transfer of a clear atmosphere in the bands of lstgeo."""
