"""Small synthetic scenes, written once for all tests."""

from __future__ import annotations

import pytest

from lstgeo.simulation import scene
from tests.simulation.files import SHAPE, Files


@pytest.fixture(scope="session")
def noisy(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return Files(scene.write(tmp_path_factory.mktemp("noisy"), shape=SHAPE, seed=3))


@pytest.fixture(scope="session")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return Files(scene.write(tmp_path_factory.mktemp("quiet"), shape=SHAPE, seed=3, noise=False))


@pytest.fixture(scope="session")
def landsat9(tmp_path_factory: pytest.TempPathFactory) -> Files:
    folder = tmp_path_factory.mktemp("landsat9")
    return Files(scene.write(folder, sensor="landsat9", shape=SHAPE, seed=3, noise=False))
