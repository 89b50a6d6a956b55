"""Tests of lstgeo.atmosphere."""
