"""The desk phone's page on a server of its own, with a hotline of a few documents beside it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask, Response, request
from twilio.request_validator import RequestValidator
from werkzeug.serving import make_server

from intake.config import Settings
from intake.simulator.network import Network
from intake.simulator.routes import demo_network, simulator_on

TOKEN = "12345"
SID = "AC" + "3" * 32
WORDS = {
    "/voice/incoming": (
        '<Gather action="{at}/number" numDigits="1"><Say language="zh-CN">您好，这里是政务大厅投诉热线。'
        "通话会录音。投诉请按 1，评价请按 2，查询请按 3，人工请按 0。</Say></Gather>"
        "<Redirect>{at}/voice/incoming</Redirect>"
    ),
    "/number": (
        '<Gather action="{at}/statement" timeout="3">'
        '<Say language="zh-CN">请输入窗口号，按井号键结束。</Say></Gather>'
    ),
    "/statement": (
        '<Say language="zh-CN">请在嘀声后说出您的投诉，说完按井号键。</Say>'
        '<Record action="{at}/end" maxLength="180" finishOnKey="#"/><Redirect>{at}/statement</Redirect>'
    ),
    "/end": '<Say language="zh-CN">已经记下。您的案件号是 1 2 3 4 5 6 7 8 2。再见。</Say><Hangup/>',
    "/sms/incoming": "<Message>已收到。请问是哪个窗口？</Message>",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    url: str
    network: Network


@contextmanager
def a_desk() -> Iterator[Desk]:
    """A running server; its network is the page's."""
    app = Flask("desk")
    server = make_server("127.0.0.1", 0, app, threaded=True)
    url = f"http://127.0.0.1:{server.port}"
    settings = Settings(public_url=url, twilio_auth_token=TOKEN, twilio_account_sid=SID, demo=True)
    network = demo_network(settings)
    app.register_blueprint(simulator_on(network, settings))
    for path in WORDS:
        app.add_url_rule(path, path, lambda: _answer(url), methods=["POST"])
    app.add_url_rule("/voice/status", "status", lambda: ("", 204), methods=["POST"])
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield Desk(url=url, network=network)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _answer(url: str) -> Response:
    signature = request.headers.get("X-Twilio-Signature", "")
    if not RequestValidator(TOKEN).validate(request.url, request.form, signature):
        return Response("", 403)
    body = f"<Response>{WORDS[request.path].replace('{at}', url)}</Response>"
    return Response(body, mimetype="text/xml")
