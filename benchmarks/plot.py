"""The costs of a benchmark as bars."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt

FIGURES = {"wall_s": "wall [s]", "cpu_s": "processor [s]", "peak_mb": "peak memory [MB]"}


def write(costs: dict[str, dict[str, float]], path: Path) -> None:
    """Three panels of bars, one a figure."""
    mpl.use("Agg")
    figure, panels = plt.subplots(1, 3, figsize=(11, 4), sharey=True, layout="constrained")
    names = list(costs)[::-1]
    for panel, (key, label) in zip(panels, FIGURES.items(), strict=True):
        bars = panel.barh(names, [costs[name][key] for name in names], color="#4477aa")
        panel.bar_label(bars, fmt="%.3g", padding=2, fontsize=7)
        panel.set_xlabel(label)
        panel.spines[["top", "right"]].set_visible(False)
        panel.margins(x=0.15)
    figure.savefig(path, dpi=110)
    plt.close(figure)
