"""`hotline bench compare`: the product on every production server that is installed, side by side.

pip install granian waitress        # what is not among our own requirements
hotline bench compare [--postgresql]
"""

from __future__ import annotations

import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from bench import halls, report
from bench.callers import Address, Crowd, Script, fresh_numbers
from bench.calls import Plan, at_half_load, saturated
from bench.databases import Databases, databases
from bench.servers import Target, environment, free_address, running
from intake.directory.sample import HOTLINE

APP = "wsgi:app"
GUNICORN = ("gunicorn", "--keep-alive=30", "--log-level=warning", "--no-control-socket")
GRANIAN = ("granian", "--interface=wsgi", "--no-ws", "--log-level=warning", "--http=1")


def choices(address: Address) -> dict[str, tuple[str, ...]]:
    """Servers by name: module and options. Processes x threads."""
    bind = f"--bind={address.host}:{address.port}"
    place = (f"--host={address.host}", f"--port={address.port}")
    gthread = (*GUNICORN, bind, "--worker-class=gthread")
    return {
        "gunicorn gthread 1x4": (*gthread, "--workers=1", "--threads=4", APP),
        "gunicorn gthread 1x8": (*gthread, "--workers=1", "--threads=8", APP),
        "gunicorn gthread 2x8": (*gthread, "--workers=2", "--threads=8", APP),
        "gunicorn sync 1": (*GUNICORN, bind, "--workers=1", APP),
        "gunicorn sync 2": (*GUNICORN, bind, "--workers=2", APP),
        "granian 1x8": (*GRANIAN, *place, "--workers=1", "--blocking-threads=8", APP),
        "granian 2x8": (*GRANIAN, *place, "--workers=2", "--blocking-threads=8", APP),
        "waitress 1x8": ("waitress", *place, "--threads=8", APP),
    }


@click.command()
@click.option("--rounds", default=3, show_default=True)
@click.option(
    "--seconds", default=3.0, show_default=True, help="Measuring time of each server in each round."
)
@click.option("--connections", default=16, show_default=True)
@click.option(
    "--database-url", default="", help="An empty PostgreSQL database's address; more are made beside it."
)
@click.option("--postgresql", is_flag=True, help="A throw-away PostgreSQL, as the tests use it.")
def main(rounds: int, seconds: float, connections: int, database_url: str, postgresql: bool) -> None:
    """Measure the product on every production server that is installed."""
    plan = Plan(
        rounds=rounds, seconds=seconds, connections=connections,
        workers=0, threads=0, old_cases=0, calls_per_message=1,
    )  # fmt: skip
    with (
        TemporaryDirectory(prefix="hotline-bench-") as place,
        databases(Path(place), database_url, postgresql) as stores,
        ExitStack() as stack,
    ):
        print(report.machine(stores.name, Path(place)))
        found = targets(stores, Path(place))
        for target in found:
            stack.enter_context(running(target))
        crowd = a_crowd(found[0])
        full = saturated(plan, found, crowd)
        print(report.alone(full))
        print(report.half_load(at_half_load(plan, found, crowd, full)))


def targets(stores: Databases, folder: Path) -> list[Target]:
    """The product on each server that is installed, each with a store of its own."""
    found = []
    for name in choices(free_address()):
        address = free_address()
        module, *options = choices(address)[name]
        if find_spec(module) is None:
            print(f"{name}: not installed")
            continue
        url = stores.create()
        halls.prepare(url, datetime.now(UTC))
        command = (sys.executable, "-m", module, *options)
        told = environment(address, url, folder)
        found.append(Target(name=name, address=address, command=command, environment=told))
    return found


def a_crowd(target: Target) -> Crowd:
    pairs = halls.pairs(target.environment["HOTLINE_DATABASE_URL"], datetime.now(UTC))
    return Crowd(script=Script.for_hotline(HOTLINE), pairs=pairs, numbers=fresh_numbers())


if __name__ == "__main__":
    main()
