"""A plan in words, for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from lstgeo.pipeline.cost import Cost
from lstgeo.pipeline.plan import Plan, Reading
from lstgeo.sensors import platforms

_MEGA, _GIGA = 1e6, 1e9
_MINUTE = 60.0


def problems(name: str, plan: Plan) -> str:
    """What would go wrong, a line each, after the scene's `name`."""
    return "\n".join(f"{name}: {each}" for each in plan.problems or ("nothing found wrong",))


def text(name: str, plan: Plan) -> str:
    """What a retrieval would do, a line each, and what would go wrong."""
    return "\n".join([*_facts(name, plan), problems(name, plan)])


def _facts(name: str, plan: Plan) -> Iterator[str]:
    if plan.sensor is None or plan.shape is None:
        return
    yield f"{name}: {_scene(plan)}"
    if plan.method is None:
        return
    rows = [("method", f"{plan.method}{f' by {plan.model}' if plan.model else ''}")]
    rows += [(each.origin.quantity.replace("_", " "), _reading(each)) for each in plan.readings]
    rows += [("emissivity", ", then ".join(plan.emissivity))]
    rows += [("expected", _cost(plan.cost))] if plan.cost else []
    width = max(len(title) for title, _ in rows)
    for title, words in rows:
        yield f"  {title:{width}}  {words}"


def _scene(plan: Plan) -> str:
    known = platforms.SENSORS.get(plan.sensor or "")
    rows, columns = plan.shape or (0, 0)
    when = f"{plan.acquired.replace('T', ' ')[:16]} UTC" if plan.acquired else "time unknown"
    title = known.title if known else plan.sensor
    return f"{title} {plan.band}, {when}, {rows} x {columns} pixels"


def _reading(reading: Reading) -> str:
    origin = reading.origin
    if not origin.files:
        return f"{origin.given} {origin.units} everywhere"
    field = f" ({origin.variable})" if origin.variable else ""
    words = [f"{origin.given}{field} in {origin.units.strip('[]')}, as {origin.units_from} says"]
    words += [" and ".join(origin.times)] if origin.times else []
    words += [f"{100 * reading.covered:.0f} % of the pixels looked at"]
    words += [origin.note] if origin.note else []
    return "; ".join(words)


def _cost(cost: Cost) -> str:
    minutes, seconds = divmod(cost.seconds, _MINUTE)
    time = f"{minutes:.0f} min {seconds:.0f} s" if minutes else f"{seconds:.0f} s"
    return f"{time}, {cost.memory / _MEGA:.0f} MB of memory, {_size(cost.disk)} on disk"


def _size(size: float) -> str:
    return f"{size / _GIGA:.1f} GB" if size >= _GIGA else f"{size / _MEGA:.1f} MB"
