"""A batch over the whole Landsat archive on many workers, simulated event by event.

    python -m benchmarks.archive [--scenes 10000000] > benchmarks/results/archive.json

What a scene costs was measured on one machine (see `Cluster`); what a cluster does to it is
simulated: stragglers, broken scenes, transient errors, workers that die, and three servers that all
workers share, the scheduler, the journal and the storage. `docs/scaling.md` says what follows.
"""

from __future__ import annotations

import argparse
import heapq
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace

import numpy as np

ARCHIVE = 10_000_000
"""Scenes of Landsat 4 to 9, about."""


@dataclass(frozen=True)
class Cluster:
    """What a scene costs and what the cluster is like; times in seconds, sizes in bytes.

    Measured: `compute`, a full scene on one processor (`benchmarks.stages`); `transferred`, its
    inputs (198 MB), plain intermediate files (593 MB) and outputs (280 MB); `scheduling` and
    `journal`, the time of the coordinator and of its journal that a scene takes (dask.distributed
    with two workers; 1000 scenes at once, lines flushed together). All else is assumed:
    `worker_bandwidth` and `storage_bandwidth` bound one worker's and all traffic; a share
    `straggling` of the scenes is slower by `slowness`; a share `broken` fails for good, a share
    `transient` of the tries fails once; workers die after `lifetime` on average.
    """

    workers: int = 1000
    compute: float = 30.0
    transferred: float = 1.07e9
    worker_bandwidth: float = 250e6
    storage_bandwidth: float = 100e9
    scheduling: float = 4.7e-3
    journal: float = 0.13e-3
    spread: float = 0.2
    straggling: float = 0.01
    slowness: float = 8.0
    broken: float = 0.002
    transient: float = 0.005
    retries: int = 2
    backoff: float = 10.0
    lifetime: float = 3 * 86_400.0
    restart: float = 120.0


@dataclass
class Tally:
    """What happened: scenes that came out and that did not, and where the time went [s]."""

    done: int = 0
    failed: int = 0
    repeated: int = 0
    deaths: int = 0
    makespan: float = 0.0
    first_idle: float = 0.0
    working: float = 0.0
    wasted: float = 0.0


class Server:
    """Something that serves one at a time, in order of arrival."""

    def __init__(self, service: float) -> None:
        self.service = service
        self.free = 0.0
        self.busy = 0.0

    def served(self, arrival: float) -> float:
        """Time at which a request that arrives is done with."""
        self.free = max(self.free, arrival) + self.service
        self.busy += self.service
        return self.free


class Batch:
    """A batch while it runs: who is free when, what waits to be tried again, what happened."""

    def __init__(self, cluster: Cluster, scenes: int, seed: int) -> None:
        self.cluster = cluster
        self.tally = Tally()
        self.scheduler, self.journal = Server(cluster.scheduling), Server(cluster.journal)
        self._random = np.random.default_rng(seed)
        self._times, self._chances = _durations(cluster, self._random), _chances(self._random)
        self._waiting = scenes
        self._again: list[tuple[float, int]] = []
        self._free = [(0.0, worker) for worker in range(min(cluster.workers, scenes))]
        self._dies = self._random.exponential(cluster.lifetime, cluster.workers)

    def run(self) -> Tally:
        """What has happened when every scene has ended, as done or as failed."""
        while self._waiting or self._again:
            now, worker = heapq.heappop(self._free)
            arrival, tries = self._next(now)
            start = self.scheduler.served(arrival)
            end = start + next(self._times)
            if self._dies[worker] < end:
                self._lost(worker, start, tries)
            else:
                self._ended(worker, start, end, tries)
        self.tally.first_idle = min(time for time, _ in self._free)
        return self.tally

    def _next(self, now: float) -> tuple[float, int]:
        """When the next scene can begin, and how often it was tried."""
        if self._again and (self._again[0][0] <= now or not self._waiting):
            ready, tries = heapq.heappop(self._again)
            return max(now, ready), tries
        self._waiting -= 1
        return now, 0

    def _lost(self, worker: int, start: float, tries: int) -> None:
        """A worker dies in mid-scene; another begins the scene anew."""
        died = max(start, float(self._dies[worker]))
        back = died + self.cluster.restart
        self.tally.deaths += 1
        self.tally.repeated += 1
        self.tally.wasted += died - start
        self._dies[worker] = back + self._random.exponential(self.cluster.lifetime)
        heapq.heappush(self._again, (died, tries))
        heapq.heappush(self._free, (back, worker))

    def _ended(self, worker: int, start: float, end: float, tries: int) -> None:
        chance = next(self._chances)
        transient = chance < self.cluster.transient
        if transient and tries < self.cluster.retries:
            self.tally.repeated += 1
            self.tally.wasted += end - start
            heapq.heappush(self._again, (end + self.cluster.backoff * 2**tries, tries + 1))
        else:
            failed = transient or chance > 1 - self.cluster.broken
            self.tally.failed += failed
            self.tally.done += not failed
            self.tally.working += end - start
        self.tally.makespan = max(self.tally.makespan, self.journal.served(end))
        heapq.heappush(self._free, (end, worker))


def scene_seconds(cluster: Cluster) -> float:
    """Seconds of a usual scene while every worker is busy: computing, then its share of storage."""
    bandwidth = min(cluster.worker_bandwidth, _fair_bandwidth(cluster))
    return cluster.compute + cluster.transferred / bandwidth


def _fair_bandwidth(cluster: Cluster) -> float:
    """What the storage leaves to a worker that transfers, the others computing meanwhile.

    With all workers at the same cycle c = compute + transferred / b, the number that transfer at
    once is workers x (1 - compute / c), and their sum cannot pass what the storage gives.
    """
    longest = cluster.workers * cluster.transferred / cluster.storage_bandwidth
    cycle = max(longest, cluster.compute + cluster.transferred / cluster.worker_bandwidth)
    return cluster.transferred / (cycle - cluster.compute)


def report(cluster: Cluster, scenes: int, seed: int = 0) -> dict[str, float]:
    """Figures of one simulation that say how well the workers were used, and what was full."""
    batch = Batch(cluster, scenes, seed)
    tally = batch.run()
    alone = cluster.compute + cluster.transferred / cluster.worker_bandwidth
    ideal = scenes * alone / cluster.workers
    return {
        "workers": cluster.workers,
        "scenes": scenes,
        "done": tally.done,
        "failed": tally.failed,
        "repeated": tally.repeated,
        "deaths": tally.deaths,
        "hours": round(tally.makespan / 3600, 2),
        "scenes_per_second": round(scenes / tally.makespan, 2),
        "efficiency": round(ideal / tally.makespan, 3),
        "scheduler_load": round(batch.scheduler.busy / tally.makespan, 3),
        "journal_load": round(batch.journal.busy / tally.makespan, 3),
        "storage_load": round(
            scenes * cluster.transferred / cluster.storage_bandwidth / tally.makespan, 3
        ),
        "wasted_share": round(tally.wasted / (tally.working + tally.wasted), 4),
        "tail_seconds": round(tally.makespan - tally.first_idle, 1),
    }


def _durations(cluster: Cluster, random: np.random.Generator) -> Iterator[float]:
    """Seconds of one scene after another: a lognormal spread, and stragglers."""
    usual = scene_seconds(cluster)
    while True:
        block = usual * random.lognormal(-(cluster.spread**2) / 2, cluster.spread, 65_536)
        slow = random.random(block.size) < cluster.straggling
        yield from np.where(slow, block * cluster.slowness, block).tolist()


def _chances(random: np.random.Generator) -> Iterator[float]:
    while True:
        yield from random.random(65_536).tolist()


def sweeps(usual: Cluster) -> dict[str, list[Cluster]]:
    """Clusters by the question that they answer."""
    vast = replace(usual, workers=10_000, storage_bandwidth=1e12)
    return {
        "workers": [replace(usual, workers=count) for count in (1, 10, 100, 1000, 3000, 10_000)],
        "storage": [
            replace(usual, storage_bandwidth=bandwidth) for bandwidth in (5e9, 10e9, 25e9, 50e9)
        ],
        "scheduling": [replace(vast, scheduling=time) for time in (0.4e-3, 4.7e-3)],
        "journal": [replace(vast, scheduling=0.0, journal=time) for time in (0.13e-3, 6.9e-3)],
        "lifetime": [replace(usual, lifetime=hours * 3600.0) for hours in (1 / 6, 1.0, 12.0)],
    }


def main() -> None:
    """Simulate and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scenes", type=int, default=ARCHIVE, help="of the archive")
    parser.add_argument("--swept", type=int, default=300_000, help="in every sweep")
    given = parser.parse_args()
    usual = Cluster()
    found = {
        name: [report(cluster, given.swept) for cluster in clusters]
        for name, clusters in sweeps(usual).items()
    }
    print(
        json.dumps(
            {
                "cluster": asdict(usual),
                "scene_seconds": round(scene_seconds(usual), 2),
                "archive": report(usual, given.scenes),
                "sweeps": found,
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()
