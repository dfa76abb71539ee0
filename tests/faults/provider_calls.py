"""A call from its queue to its end: it rings, somebody answers or not, and the customer is told."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from queue import Queue

from tests.faults.provider_book import Book, Call, Recording
from tests.faults.provider_people import EVENTS, Person
from tests.faults.provider_twiml import Conversation
from tests.faults.provider_wire import API_VERSION, Form, Reply, new_sid, now, post, written

SENT_AS = {"initiated": "initiated", "ringing": "ringing", "answered": "in-progress"}
ANSWER_FIRST = 1.0  # seconds within which the create request's answer goes out before the first report
PAUSE_AFTER_ANSWER = 0.05


@dataclass(frozen=True, kw_only=True, slots=True)
class Happened:
    """One thing to report: the event's name, what its report says, and whether it is the last."""

    event: str
    form: Form


class LiveCall:
    """Plays one call in a thread of its own; its reports go out in another, as providers do."""

    def __init__(self, call: Call, person: Person, line: Line, *, speaks: bool = True) -> None:
        self.call, self.person, self.line = call, person, line
        self.delivery = person.delivery
        self.speaks = speaks
        self.told = threading.Event()  # the create request was answered
        self.happened: Queue[Happened | None] = Queue()  # None: the call is over
        self._reporter = threading.Thread(target=self._report, daemon=True)
        self._player = threading.Thread(target=self._play, daemon=True)

    def start(self) -> None:
        self._reporter.start()
        self._player.start()

    def join(self, seconds: float) -> bool:
        """Wait until the call is over and all its reports are out."""
        self._player.join(seconds)
        self._reporter.join(seconds)
        return not (self._player.is_alive() or self._reporter.is_alive())

    def _play(self) -> None:
        call, person = self.call, self.person
        if self.told.wait(ANSWER_FIRST):
            time.sleep(PAUSE_AFTER_ANSWER)
        time.sleep(person.queued)
        call.started_at = now()
        self._note("initiated")
        call.move("ringing")
        self._note("ringing")
        time.sleep(person.ring)
        if person.answers:
            call.move("in-progress")
            call.answered_at = now()
            call.by = person.by if "MachineDetection" in call.params else None
            self._note("answered")
            if self.speaks:
                self._talk()
        call.ended_at = now()
        call.move(person.ending)
        self.line.book.ledger.write("ended", sid=call.sid, status=call.status)
        self._note("completed")
        self.happened.put(None)
        call.over.set()

    def _talk(self) -> None:
        conversation = Conversation(
            person=self.person,
            compatible=self.line.compatible,
            request=lambda url, form: self.line.post(url, [*self._form("in-progress"), *form]),
            recorded=lambda url: self.line.record(self.call, url),
            heard=self.call.heard,
            pressed=self.call.pressed,
        )
        by = [("AnsweredBy", self.call.by)] if self.call.by is not None else []
        if why := conversation.run(self.call.url, by):
            self.line.complaints.append(why)

    def _form(self, status: str) -> list[tuple[str, str]]:
        call = self.call
        return [
            ("CallSid", call.sid), ("AccountSid", self.line.account), ("From", call.from_), ("To", call.to),
            ("Caller", call.from_), ("Called", call.to), ("CallStatus", status),
            ("ApiVersion", API_VERSION), ("Direction", call.direction),
        ]  # fmt: skip

    def _note(self, event: str) -> None:
        """Remember what to report: wanted events only, and of compatible services only the last."""
        last = event == "completed"
        wanted = self.call.params.get("StatusCallbackEvent", ["completed"])
        # A call that isn't answered still has its last report, whatever is asked for beside it.
        if (self.line.compatible and not last) or (event not in wanted and not last):
            return
        status = self.call.status if last else SENT_AS[event]
        number = "0" if self.line.compatible else str(EVENTS.index(event))
        form = self._form(status)
        form += [("CallbackSource", "call-progress-events"), ("SequenceNumber", number)]
        form += [("Timestamp", written(now() + self.delivery.clock) or "")]
        if last:
            answered, ended = self.call.answered_at, self.call.ended_at
            seconds = int((ended - answered).total_seconds()) if answered and ended else 0
            form += [("CallDuration", str(seconds)), ("Duration", "1"), ("SipResponseCode", self.person.code)]
        self.happened.put(Happened(event=event, form=form))

    def _report(self) -> None:
        """Send the reports one after the other, as ordered."""
        address = self.call.params.get("StatusCallback", [""])[0]
        reports: Iterator[Happened] = iter(self.happened.get, None)
        if self.delivery.order:
            by_event = {one.event: one for one in reports}
            reports = iter([by_event[event] for event in self.delivery.order(list(by_event))])
        for one in reports:
            self._send(address, one)

    def _send(self, address: str, one: Happened) -> None:
        if not (address and self.speaks) or one.event in self.delivery.without:
            return
        time.sleep(self.delivery.late)
        for _ in range(self.delivery.times):
            self.line.report(address, one.form)


class Line:
    """What every call of an account shares: its book, its credentials, and all that webhooks answered."""

    def __init__(self, book: Book, account: str, token: str, *, compatible: bool) -> None:
        self.book, self.account, self.token = book, account, token
        self.compatible = compatible
        self.replies: list[Reply] = []
        self.recordings_url = ""
        self.complaints: list[str] = []  # what a provider would write into its debugger

    def post(self, url: str, form: Form) -> Reply:
        reply = post(self.token, url, form)
        self.replies.append(reply)
        return reply

    def report(self, url: str, form: Form) -> None:
        """Tell the customer; one more try where nobody answers, as is the provider's default."""
        reply = self.post(url, form)
        if reply.status == 0:
            reply = self.post(url, form)
        self.book.ledger.write("told", url=url, status=dict(form).get("CallStatus"), answer=reply.status)

    def record(self, call: Call, status_url: str) -> Form:
        """A recorded statement: its parameters for the action. The report on it comes a little later."""
        recording = Recording(sid=new_sid("RE", compatible=self.compatible), call_sid=call.sid)
        self.book.keep(recording)
        url = f"{self.recordings_url}/{recording.sid}"
        form = [("RecordingUrl", url), ("RecordingDuration", "2")]
        if not self.compatible:
            form += [("RecordingSid", recording.sid), ("Digits", "#")]
        if status_url:
            told = [
                *(("CallSid", call.sid), ("AccountSid", self.account), ("RecordingSid", recording.sid)),
                *(("RecordingUrl", url), ("RecordingStatus", "completed"), ("RecordingDuration", "2")),
            ]
            threading.Thread(target=self.report, args=(status_url, told), daemon=True).start()
        return form
