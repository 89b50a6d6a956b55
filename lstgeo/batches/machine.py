"""How much of this machine one scene gets."""

from __future__ import annotations

from dask import system as cores
from distributed import system as memory

SCENE_MEMORY = 1 << 30
"""Room for a process with a scene [bytes]: 600 MB at most of its own, the rest for the files."""


def processors() -> int:
    """Processors that this process may use."""
    return max(1, int(cores.CPU_COUNT))


def shares(scenes: int) -> tuple[int, int]:
    """Processes for so many scenes, and threads in each: all processors, as memory allows."""
    room = max(1, int(memory.MEMORY_LIMIT) // SCENE_MEMORY)
    processes = max(1, min(processors(), room, scenes))
    return processes, max(1, processors() // processes)
