"""The cost of one turn inside the process, without any server, and where it goes: so that a regression shows.

Times are the thread's own processor time, which neighbours on the machine disturb least; waiting for the disk
does not count. Each part counts without the parts within it; a statement's part is all that the library does
for it.
"""

from __future__ import annotations

import io
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from pkgutil import resolve_name
from statistics import mean
from typing import Any
from unittest.mock import patch

from flask import Flask
from sqlalchemy.sql import Executable

from bench import bare
from bench.callers import TOKEN, Address, Caller, Crowd
from bench.load import GOOD, LoadFault
from bench.servers import environment
from intake import create_app, wire
from intake.config import load
from intake.database import Database

ADDRESS = Address(host="127.0.0.1", port=8000)
WARM_UP, CALLERS = 30, 150
# Each part is a function where its caller looks it up.
PARTS = {
    "signature and form": ["intake.telephony.signature:verify_request"],
    "hear": ["intake.voice.service:hear", "intake.sms.service:hear"],
    "decide": ["matching.interview.steps:decide", "matching.interview.tell:decide"],
    "read state": ["intake.cases.conversations:load"],
    "write state": ["intake.cases.turns:dump"],
    "the case follows": ["intake.desk.contact:Contact.follow"],
    "TwiML": ["intake.voice.answer:document", "intake.telephony.twiml:Mouth.message"],
}
STATEMENTS = "sqlalchemy.engine:Connection.execute"
REST = "everything else"


class Meter:
    """Processor time by part, each without the parts within it."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self.counts: Counter[str] = Counter()
        self._inner = [0.0]

    def around(self, name: Callable[..., str], work: Callable[..., Any]) -> Callable[..., Any]:
        """The function, its time noted under the name that its arguments give."""

        def timed(*values: Any, **named: Any) -> Any:
            self._inner.append(0.0)
            begun = time.thread_time()
            try:
                return work(*values, **named)
            finally:
                whole = time.thread_time() - begun
                self.spent[name(*values)] += whole - self._inner.pop()
                self.counts[name(*values)] += 1
                self._inner[-1] += whole

        return timed

    def patched(self, place: str, name: Callable[..., str]) -> Any:
        """The function at `module:name` under this meter. Raises LoadFault where there is none any more."""
        module, _, path = place.partition(":")
        holder, _, function = f"{module}:{path}".replace(":", ".").rpartition(".")
        try:
            found = resolve_name(place)
        except (AttributeError, ImportError) as error:
            raise LoadFault(f"there is no {place} any more: mend the parts in bench/turn.py") from error
        return patch.object(resolve_name(holder), function, self.around(name, found))


@contextmanager
def metered(meter: Meter, database: Database) -> Iterator[None]:
    """Every part under the meter while this lasts."""
    dialect = database.engine.dialect
    with ExitStack() as stack:
        for name, places in PARTS.items():
            for place in places:
                stack.enter_context(meter.patched(place, lambda *_, name=name: name))
        stack.enter_context(meter.patched(STATEMENTS, kind_of_statement))
        commit = meter.around(lambda *_: "commit", dialect.do_commit)
        stack.enter_context(patch.object(dialect, "do_commit", commit))
        yield


def kind_of_statement(_connection: object, statement: Executable, *_values: object) -> str:
    return f"statement: {getattr(statement, '__visit_name__', 'other')}"


def environ(request: bytes) -> dict[str, Any]:
    """A request as the server hands it to the application."""
    head, _, body = request.partition(b"\r\n\r\n")
    first, *lines = head.decode("ascii").split("\r\n")
    method, target, protocol = first.split(" ")
    found: dict[str, Any] = {
        "REQUEST_METHOD": method, "PATH_INFO": target, "RAW_URI": target, "QUERY_STRING": "",
        "SCRIPT_NAME": "",
        "SERVER_NAME": ADDRESS.host, "SERVER_PORT": str(ADDRESS.port), "SERVER_PROTOCOL": protocol,
        "REMOTE_ADDR": ADDRESS.host, "wsgi.version": (1, 0), "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body), "wsgi.errors": sys.stderr, "wsgi.multithread": True,
        "wsgi.multiprocess": False, "wsgi.run_once": False,
    }  # fmt: skip
    for line in lines:
        name, _, value = line.partition(": ")
        name = name.upper().replace("-", "_")
        found[name if name in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{name}"] = value
    return found


def costs(app: Flask, callers: Iterator[Caller], count: int) -> dict[str, list[float]]:
    """Processor seconds of every turn of complete calls and messages, by what was answered."""
    found: dict[str, list[float]] = defaultdict(list)
    for _ in range(count):
        caller, place = next(callers), 0
        request: bytes | None = next(caller)
        while request is not None:
            target = request.split(b" ", 2)[1].decode()
            name = f"{place} {'/step' if '/step/' in target else target}"
            status: list[str] = []
            prepared = environ(request)
            begun = time.thread_time()
            answer = b"".join(app(prepared, lambda line, _headers, _error=None, to=status: to.append(line)))
            found[name].append(time.thread_time() - begun)
            if status[0][:3].encode() not in GOOD:
                raise LoadFault(f"{name} was answered with {status[0]}")
            place += 1
            try:
                request = caller.send(answer)
            except StopIteration:
                request = None
    return found


def print_costs(url: str, durable_url: str, folder: Path, crowd: Crowd) -> None:
    """Measure and print: the product by turn and by part, and the comparisons in all."""
    services = wire(load(environment(ADDRESS, url, folder)))
    store = Database(durable_url)
    apps = {
        "constant": bare.constant_app(ADDRESS.base),
        "durable": bare.durable_app(ADDRESS.base, TOKEN, store),
        "product": create_app(services=services),
    }
    callers = crowd.callers(ADDRESS)
    try:
        print("in process, without a server: microseconds of processor time a turn")
        for name, app in apps.items():
            costs(app, callers, WARM_UP)
            found = costs(app, callers, CALLERS)
            print(f"  {name:22}{mean(value for some in found.values() for value in some) * 1e6:8.0f}")
        for name, some in found.items():
            print(f"    {name:20}{mean(some) * 1e6:8.0f}")
        print_parts(apps["product"], services.database, callers)
    finally:
        services.database.close()
        store.close()


def print_parts(app: Flask, database: Database, callers: Iterator[Caller]) -> None:
    """The product's mean turn by part; measuring itself costs some microseconds a part."""
    meter = Meter()
    with metered(meter, database):
        found = costs(app, callers, CALLERS)
    turns = sum(map(len, found.values()))
    whole = sum(map(sum, found.values()))
    print("  where it goes: microseconds a turn, times a turn")
    for part, spent in sorted(meter.spent.items(), key=lambda item: -item[1]):
        print(f"    {part:20}{spent / turns * 1e6:8.0f}{meter.counts[part] / turns:8.2f}")
    print(f"    {REST:20}{(whole - sum(meter.spent.values())) / turns * 1e6:8.0f}\n")
