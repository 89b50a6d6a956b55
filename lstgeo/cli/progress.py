"""A bar on standard error, where that is a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import TaskID

    from lstgeo.batches.course import Counts


@contextmanager
def bar(title: str) -> Iterator[Callable[[int, int], None] | None]:
    """Yield what to call with the rows done and the rows there are; None without a terminal."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    with Progress(console=console, transient=True) as shown:
        task = shown.add_task(title, total=None)

        def advance(done: int, rows: int) -> None:
            shown.update(task, completed=done, total=rows)

        yield advance


@contextmanager
def stages() -> Iterator[Callable[[str, int, int], None] | None]:
    """Yield what to call with a stage, how much of it is done and how much there is.

    A line for each stage; None without a terminal.
    """
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    with Progress(console=console) as shown:
        tasks: dict[str, TaskID] = {}

        def advance(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = shown.add_task(stage, total=total)
            shown.update(tasks[stage], completed=done, total=total)

        yield advance


@contextmanager
def scenes() -> Iterator[Callable[[Counts], None] | None]:
    """Yield what to call with the counts of a batch; None without a terminal."""
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as shown:
        task = shown.add_task("scenes", total=None)

        def advance(counts: Counts) -> None:
            failed = f", {counts.failed} failed" if counts.failed else ""
            shown.update(
                task,
                completed=counts.settled,
                total=counts.total,
                description=f"scenes{failed}",
            )

        yield advance
