"""Gradient-boosted trees for the difference of surface and brightness temperature."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sklearn.ensemble import HistGradientBoostingRegressor

from lstgeo.physics.arrays import Array

FEATURES = 12
"""Features of the model contract."""

BRIGHTNESS, AIR, CONTRAST = 0, 3, 12
"""Columns of brightness and of air temperature, and the one that is made of their difference.

Trees divide one column at a time; with the contrast they err by 1 to 5 % less.
"""

PRESENCE = {AIR: 5, 4: 6, 10: 5, CONTRAST: 5}
"""Columns that count only where a flag is 1, and that flag: of air temperature and pressure."""


@dataclass(frozen=True)
class Settings:
    """How trees are grown.

    At most `trees` of them, each of at most `leaves` with `samples_of_leaf` or more, each a
    `learning_rate` of its step, with a `ridge` on the values of leaves; growth ends when the
    validation set has not gained for `patience` trees.
    """

    trees: int = 600
    leaves: int = 16
    samples_of_leaf: int = 500
    learning_rate: float = 0.06
    ridge: float = 1.0
    patience: int = 20
    seed: int = 0


def fitted(
    features: Array,
    difference: Array,
    validation_features: Array,
    validation_difference: Array,
    settings: Settings | None = None,
) -> HistGradientBoostingRegressor:
    """Trees for `difference` (n,) [K] from the `features` (n, 12) of the model contract.

    The validation set must hold profiles that do not train: trees after its best are cut off.
    """
    settings = settings or Settings()
    regressor = HistGradientBoostingRegressor(
        max_iter=settings.trees,
        max_leaf_nodes=settings.leaves,
        min_samples_leaf=settings.samples_of_leaf,
        learning_rate=settings.learning_rate,
        l2_regularization=settings.ridge,
        early_stopping=True,
        n_iter_no_change=settings.patience,
        tol=0.0,
        scoring="loss",
        random_state=settings.seed,
    )
    regressor.fit(
        columns(features),
        np.asarray(difference, float),
        X_val=columns(validation_features),
        y_val=np.asarray(validation_difference, float),
    )
    best = int(np.argmax(regressor.validation_score_))
    del regressor._predictors[max(best, 1) :]
    _divide_single_numbers(regressor)
    return regressor


def predicted(regressor: HistGradientBoostingRegressor, features: Array) -> Array:
    """Difference [K] for `features` (n, 12), of which those that are absent may hold anything."""
    return np.asarray(regressor.predict(columns(features)))


def columns(features: Array) -> Array:
    """What the trees see of `features`: single numbers, 0 where a flag says absent."""
    single = np.asarray(features, np.float32)
    extended, presence = single @ extension(), single @ flags() + always()
    return np.asarray(extended * presence)


def extension() -> Array:
    """Matrix (12, 13) that adds the contrast to the features."""
    matrix = np.eye(FEATURES, FEATURES + 1, dtype=np.float32)
    matrix[BRIGHTNESS, CONTRAST], matrix[AIR, CONTRAST] = 1.0, -1.0
    return matrix


def flags() -> Array:
    """Matrix (12, 13) that takes the flag of each column that has one."""
    matrix = np.zeros((FEATURES, FEATURES + 1), np.float32)
    for column, flag in PRESENCE.items():
        matrix[flag, column] = 1.0
    return matrix


def always() -> Array:
    """1 for each of the 13 columns without a flag, else 0."""
    return np.asarray(1.0 - flags().sum(axis=0), np.float32)


def _divide_single_numbers(regressor: HistGradientBoostingRegressor) -> None:
    """Make thresholds single precision, rounded down: single numbers fall to the same sides."""
    for predictor in (tree for trees in regressor._predictors for tree in trees):
        exact = predictor.nodes["num_threshold"]
        single = exact.astype(np.float32)
        lower = np.nextafter(single, np.float32(-np.inf))
        predictor.nodes["num_threshold"] = np.where(single > exact, lower, single)
