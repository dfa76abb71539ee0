"""What the product is measured against: a constant answer, and the barest durable turn, both on Flask.

The barest durable turn parses the form once, computes one HMAC, and commits one Core update and one Core
insert through the product's own engine, so with the same pragmas, pool and queue for the writer; its
document is a template. The update always finds a row. It knows no caller, no case, no repeated delivery
and no interview. python -m bench.bare constant|durable --port 8001 --workers 1 --threads 8
"""

from __future__ import annotations

import hmac
import os
from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from secrets import token_urlsafe
from zlib import crc32

import click
from flask import Flask, Response, abort, request
from sqlalchemy import Column, Integer, MetaData, String, Table, Text, bindparam, insert, update

from intake.cli.serve import serve_app
from intake.database import Database, UTCDateTime
from intake.telephony.wire import form_pairs

XML = "text/xml; charset=utf-8"
CALLS = 4096  # rows to update, so that parallel turns rarely wait for the same one
DOCUMENT = (
    '<?xml version="1.0" encoding="UTF-8"?><Response><Gather action="{action}" actionOnEmptyResult="true" '
    'finishOnKey="#" input="dtmf speech" language="cmn-Hans-CN" method="POST" numDigits="20" '
    'speechTimeout="auto" timeout="6"><Say language="cmn-CN" voice="Polly.Zhiyu">'
    "请输入窗口号码，按井号键结束。不知道窗口号码，请直接按井号键。"
    '</Say></Gather><Redirect method="POST">{action}</Redirect></Response>'
)
TABLES = MetaData()
CALL = Table(
    "bench_call",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("token", String),
    Column("state", Text),
)
TURN = Table(
    "bench_turn",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("call_id", Integer),
    Column("form", Text),
    Column("answer", Text),
    Column("at", UTCDateTime),
)
GO_ON = (
    update(CALL)
    .where(CALL.c.id == bindparam("call"))
    .values(token=bindparam("next"), state=bindparam("form"))
)
ADD = insert(TURN)


def constant_app(base: str) -> Flask:
    """Answers every webhook with the same document."""
    app = Flask("constant", static_folder=None)
    document = DOCUMENT.format(action=f"{base}/voice/step/constant").encode()
    return with_routes(app, lambda: Response(document, content_type=XML))


def durable_app(base: str, token: str, database: Database) -> Flask:
    """Answers every webhook with the barest durable turn."""
    app = Flask("durable", static_folder=None)
    key = token.encode()

    def turn() -> Response:
        body = request.get_data()
        form = dict(form_pairs(body))
        message = base + request.environ["RAW_URI"] + "".join([name + form[name] for name in sorted(form)])
        signature = b64encode(hmac.digest(key, message.encode(), "sha1"))
        if not hmac.compare_digest(signature, request.headers["X-Twilio-Signature"].encode()):
            abort(403)
        call = crc32((form.get("CallSid") or form["MessageSid"]).encode()) % CALLS + 1
        next_token = token_urlsafe(16)
        answer = DOCUMENT.format(action=f"{base}/voice/step/{next_token}")
        text = body.decode()
        with database.write() as connection:
            connection.execute(GO_ON, {"call": call, "next": next_token, "form": text})
            row = {"call_id": call, "form": text, "answer": answer, "at": datetime.now(UTC)}
            connection.execute(ADD, row)
        return Response(answer, content_type=XML)

    return with_routes(app, turn)


def with_routes(app: Flask, turn: Callable[[], Response]) -> Flask:
    """The product's addresses, all answered by one function."""
    for number, rule in enumerate(
        ("/voice/incoming", "/voice/step/<token>", "/voice/status", "/sms/incoming")
    ):
        app.add_url_rule(rule, f"turn{number}", lambda token="": turn(), methods=["POST"])
    app.add_url_rule("/healthz", "healthz", lambda: Response(status=204))
    return app


def prepare(url: str) -> None:
    """Make the tables and the rows that turns will update."""
    database = Database(url)
    try:
        with database.write() as connection:
            TABLES.create_all(connection)
            connection.execute(insert(CALL), [{"token": "", "state": ""} for _ in range(CALLS)])
    finally:
        database.close()


def app_of(kind: str, base: str) -> Flask:
    """The application of that kind; the durable one takes token and database from the environment."""
    if kind == "constant":
        return constant_app(base)
    return durable_app(base, os.environ["TWILIO_AUTH_TOKEN"], Database(os.environ["HOTLINE_DATABASE_URL"]))


@click.command()
@click.argument("kind", type=click.Choice(["constant", "durable"]))
@click.option("--port", required=True, type=int)
@click.option("--workers", default=1)
@click.option("--threads", default=8)
def main(kind: str, port: int, workers: int, threads: int) -> None:
    """Serve it on loopback with the production server."""
    base = f"http://127.0.0.1:{port}"
    serve_app(lambda: app_of(kind, base), host="127.0.0.1", port=port, workers=workers, threads=threads)


if __name__ == "__main__":
    main()
