"""The figures in words: medians over rounds, with the lowest and the highest beside them."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median

from bench.load import Sample

Samples = Mapping[str, Sequence[Sample]]


def machine(database: str, folder: Path) -> str:
    """What was measured on. Client, server and database share the processors."""
    parts = ("flask", "werkzeug", "sqlalchemy", "gunicorn")
    versions = ", ".join(f"{name} {version(name)}" for name in parts)
    return (
        f"machine: {os.cpu_count()} processors ({platform.machine()}), "
        "shared by client, server and database; "
        f"{platform.system()}; file system {file_system(folder)}\n"
        f"software: Python {platform.python_version()}, {versions}; {database}"
    )


def settings(workers: int, threads: int, connections: int, rounds: int, seconds: float) -> str:
    return (
        f"settings: gthread, {workers} workers, {threads} threads; {connections} keep-alive connections; "
        f"{rounds} rounds of {seconds:g} s a target\n"
    )


def file_system(folder: Path) -> str:
    """The kind of file system that the folder is on: a memory file system would make every commit free."""
    mounts = (
        [line.split()[1:3] for line in Path("/proc/mounts").read_text().splitlines()]
        if os.path.exists("/proc/mounts")
        else []
    )
    holding = [(place, kind) for place, kind in mounts if folder.resolve().is_relative_to(place)]
    return max(holding, key=lambda mount: len(mount[0]))[1] if holding else "unknown"


def median_rate(samples: Sequence[Sample]) -> float:
    return median(sample.rate for sample in samples)


def spread(values: Sequence[float], digits: int = 1) -> str:
    """`median (lowest-highest)`."""
    return f"{median(values):.{digits}f} ({min(values):.{digits}f}-{max(values):.{digits}f})"


def quantiles(samples: Sequence[Sample], part: float) -> str:
    return spread([sample.quantile(part) for sample in samples])


def throughput(samples: Samples, *, base: str, ceiling: str) -> str:
    """Requests a second at saturation, and ratios of medians."""
    lines = [
        "at saturation: median of rounds (lowest-highest)",
        f"{'target':22}{'requests/s':>20}{'of durable':>12}{'of constant':>13}"
        f"{'p50 ms':>20}{'p99 ms':>22}{'faults':>8}",
    ]
    for name, some in samples.items():
        rate = median_rate(some)
        lines.append(
            f"{name:22}{spread([one.rate for one in some], 0):>20}"
            f"{rate / median_rate(samples[base]):>12.1%}{rate / median_rate(samples[ceiling]):>13.1%}"
            f"{quantiles(some, 0.5):>20}{quantiles(some, 0.99):>22}{sum(one.faults for one in some):>8}"
        )
    return "\n".join(lines) + "\n"


def half_load(samples: Samples) -> str:
    """Latencies when requests come at half of the target's own throughput."""
    lines = [
        "at half load: requests come due at random moments; latency from the moment at which one was due",
        f"{'target':22}{'requests/s':>20}{'p50 ms':>20}{'p99 ms':>22}{'faults':>8}",
    ]
    lines += [latencies(name, some) for name, some in samples.items()]
    return "\n".join(lines) + "\n"


def alone(samples: Samples) -> str:
    """Requests a second at saturation, of targets that have nothing to be held against."""
    lines = [
        "at saturation: median of rounds (lowest-highest)",
        f"{'target':22}{'requests/s':>20}{'p50 ms':>20}{'p99 ms':>22}{'faults':>8}",
    ]
    lines += [latencies(name, some) for name, some in samples.items()]
    return "\n".join(lines) + "\n"


def latencies(name: str, some: Sequence[Sample]) -> str:
    return (
        f"{name:22}{spread([one.rate for one in some], 0):>20}{quantiles(some, 0.5):>20}"
        f"{quantiles(some, 0.99):>22}{sum(one.faults for one in some):>8}"
    )
