"""A hotline of a few lines: a WSGI application that answers by path, checks every signature with the
official validator, and remembers what it was asked."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from wsgiref.types import StartResponse, WSGIEnvironment

from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Request, Response

from intake.simulator.call import Call
from intake.simulator.later import Held
from intake.simulator.network import Account, Network
from intake.simulator.phone import Hotline, Phone
from intake.simulator.profiles import TWILIO, Profile
from intake.simulator.transport import WsgiTransport

HERE = "http://hotline.example"
TOKEN = "12345"
ACCOUNT = Account(sid="AC" + "0" * 32, token=TOKEN, api_url="http://network.example")
CALLER = "+8613800138000"
NUMBER = "+861088886666"

Form = MultiDict[str, str]
Answer = str | Response | Callable[[Form], str | Response]


def twiml(verbs: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><Response>{verbs}</Response>'


@dataclass
class Hall:
    """Answers by path; a path that nobody set answers 204 if it is a status address, else 404."""

    answers: Mapping[str, Answer]
    asked: list[tuple[str, Form]] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        signature = request.headers.get("X-Twilio-Signature", "")
        if not RequestValidator(TOKEN).validate(request.url, request.form, signature):
            return Response("", 403)(environ, start_response)
        self.asked.append((request.full_path.rstrip("?"), MultiDict(request.form)))
        self.headers.append(dict(request.headers))
        return self._answer(request)(environ, start_response)

    def _answer(self, request: Request) -> Response:
        answer = self.answers.get(request.path)
        if answer is None:
            return Response("", 204 if request.path.endswith("status") else 404)
        if callable(answer) and not isinstance(answer, Response):
            answer = answer(request.form)
        return answer if isinstance(answer, Response) else Response(twiml(answer), mimetype="text/xml")

    def forms(self, path: str) -> list[Form]:
        return [form for asked, form in self.asked if asked.partition("?")[0] == path]


class Clock:
    """A clock that a test moves; each look at it takes no time."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def a_network(hall: Hall, clock: Clock | None = None) -> Network:
    return Network(account=ACCOUNT, transport=WsgiTransport(hall), clock=clock or Clock(), later=Held())


def a_phone(hall: Hall, profile: Profile = TWILIO, *, withheld: bool = False) -> Phone:
    return Phone(a_network(hall), CALLER, Hotline.at(HERE, NUMBER), profile=profile, withheld=withheld)


def a_call(answers: Mapping[str, Answer], profile: Profile = TWILIO) -> tuple[Call, Hall]:
    hall = Hall(answers)
    return a_phone(hall, profile).dial(), hall
