"""The tables of docs/cost.md, in Markdown."""

from collections.abc import Iterable, Sequence

from .model import SIZES, STAGES, Costs, Machine, disk, memory, times

MEMORY, DISK = 16, 1_000  # gigabytes that a laptop has
UNITS = ((86_400, "days", 2), (3_600, "hours", 1.5), (60, "minutes", 1.5), (1, "s", 0))


def describe_time(seconds: float) -> str:
    """Two digits in the unit that suits: 12 s, 40 minutes, 14 hours, 45 days."""
    size, unit = next((s, u) for s, u, least in UNITS if seconds >= s * least)
    value = seconds / size
    return f"{value:.1f} {unit}" if value < 10 else f"{value:,.0f} {unit}"


def describe_size(gigabytes: float) -> str:
    """Megabytes, gigabytes or terabytes."""
    for size, unit in ((1000.0, "TB"), (1.0, "GB"), (0.001, "MB")):
        if gigabytes >= size or unit == "MB":
            value = gigabytes / size
            return f"{value:.1f} {unit}" if value < 10 else f"{value:,.0f} {unit}"
    raise AssertionError("the last unit takes all")


def write_tables(costs: Costs, machines: Sequence[Machine]) -> dict[str, str]:
    """All tables, by the names of their marks."""
    return {
        "machine": _describe_machine(costs),
        "measured": _measured(costs),
        "pictures": _pictures(costs),
        "times": _times(costs, machines),
        "space": _space(costs),
        "limits": _limits(costs),
    }


def describe_run(costs: Costs, images: int) -> str:
    """Three lines for a terminal: what a run takes on a machine like the measured one."""
    machine = Machine("here")
    found = times(costs, machine, images)
    parts = ", ".join(f"{name} {describe_time(value)}" for name, value in found.items())
    peak, files = memory(costs, images), disk(costs, images)
    kept = sum(size for name, size in files.items() if name != "tensors")
    return (
        f"{images:,} images: about {describe_time(sum(found.values()))} ({parts}),\n"
        f"{describe_size(max(peak.values()))} of memory, {describe_size(kept)} on the disk and "
        f"{describe_size(files['tensors'])} more with preprocess.store: true,\n"
        f"on {_name(costs)}. To measure yours: python -m benchmarks.costs\n"
    )


def _name(costs: Costs) -> str:
    return f"{costs.machine['processor']}, {costs.machine['cores']} cores"


def _describe_machine(costs: Costs) -> str:
    rest = [f"{k} {v}" for k, v in costs.machine.items() if k not in ("processor", "cores")]
    return f"Measured on {_name(costs)}; {', '.join(rest)}."


def _measured(costs: Costs) -> str:
    rows = [
        (name, f"{1000 * seconds:.2f}", "–", "–", "–")
        for name, seconds in (
            ("resize", costs.reading("resized when read")),
            *((f"network, {p}", s) for p, s in costs.network_seconds_an_image.items()),
        )
    ]
    rows += [
        (
            name,
            f"{1000 * line.seconds_an_image:.2f}",
            f"{line.seconds:.1f}",
            f"{1e6 * line.gigabytes_an_image:.1f}",
            f"{line.gigabytes:.2f}",
        )
        for name in STAGES
        for line in [costs.stages[name]]
    ]
    header = ("part", "ms an image", "s to start", "kB of memory an image", "GB to start")
    return _table(header, rows)


def _pictures(costs: Costs) -> str:
    header = ("pictures", "preprocess, s", "DVC's MD5, s", "infer's reading, s", "all, s", "disk")
    parts = ("preprocess", "DVC's MD5", "infer's reading")
    rows = []
    for name, found in costs.pictures.items():
        seconds = [found[part] for part in parts]
        shown = [f"{value:.2f}" for value in (*seconds, sum(seconds))]
        rows.append((name, *shown, describe_size(found["bytes"] / 1e9)))
    ratio = sum(costs.pictures["stored"][p] for p in parts) / sum(
        costs.pictures["resized when read"][p] for p in parts
    )
    return f"{_table(header, rows)}\n\nStoring them takes {ratio:.1f} times as long."


def _times(costs: Costs, machines: Sequence[Machine]) -> str:
    names = list(times(costs, machines[0], 1))
    header = ("images", "on", *names, "all", "longest")
    rows = []
    for images in SIZES:
        for machine in machines:
            found = times(costs, machine, images)
            shown = [describe_time(value) for value in (*found.values(), sum(found.values()))]
            rows.append((f"{images:,}", machine.name, *shown, max(found, key=found.__getitem__)))
    return _table(header, rows)


def _space(costs: Costs) -> str:
    peaks, kinds = list(memory(costs, 1)), list(disk(costs, 1))
    header = ("images", *(f"memory, {n}" for n in peaks), *(f"disk, {n}" for n in kinds))
    rows = [
        (
            f"{images:,}",
            *map(describe_size, (*memory(costs, images).values(), *disk(costs, images).values())),
        )
        for images in SIZES
    ]
    return _table(header, rows)


def _limits(costs: Costs) -> str:
    rows = [
        (f"{MEMORY} GB of memory, by {name}", _round((MEMORY - line.gigabytes) / slope))
        for name in STAGES
        for line in [costs.stages[name]]
        for slope in [line.gigabytes_an_image]
        if slope > 0
    ]
    each = disk(costs, 1)
    kept = sum(size for name, size in each.items() if name != "tensors")
    rows += [
        (f"{DISK:,} GB of disk", _round(DISK / kept)),
        (f"{DISK:,} GB of disk, tensors stored", _round(DISK / (kept + each["tensors"]))),
    ]
    # per image, so for many: the start of each stage does not count
    alone = sum(costs.stages[name].seconds_an_image for name in STAGES)
    shared = costs.network_seconds_an_image["float32"] + costs.reading("resized when read")
    workers = (
        f"Beyond {shared / alone:,.0f} workers, or from {1 / alone:,.0f} images a second of a GPU"
    )
    table = _table(("what", "is full at so many images"), rows)
    return (
        f"{table}\n\n{workers}, what one machine does alone (assemble, map and evaluate together) "
        "takes longer than the network."
    )


def _round(images: float) -> str:
    """Two digits: the costs are not known better."""
    digits = len(f"{images:.0f}") - 2
    return f"{round(images, -digits):,.0f}"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    rule = ["--:" if number else "---" for number in range(len(header))]
    return "\n".join(f"| {' | '.join(row)} |" for row in (header, rule, *rows))
