"""The store of a telephone that is not in the demo's process: it hands what it keeps to the demo's network.

The demo's network answers REST under the hotline's address and `/network`; where there is none (a hotline
that is not a demo) recordings stay here, and the hotline can't fetch them. Calls are handed over when they
are over, messages at once, so that the network's lists are whole.
"""

from dataclasses import dataclass, field

import requests

from intake.simulator.forms import API_VERSION
from intake.simulator.handing import call_to_wire, message_to_wire
from intake.simulator.states import UNDER_WAY
from intake.simulator.store import KeptCall, KeptMessage, KeptRecording, Store

PATIENCE = 10.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Demo:
    """The REST face of a running demo."""

    api_url: str
    account: str
    token: str = field(repr=False)

    def is_there(self) -> bool:
        """Whether a network answers here and knows our account."""
        return self._ask("GET", "Messages.json") is not None

    def hand_over(self, recording: KeptRecording) -> bool:
        answer = self._ask(
            "PUT",
            f"Recordings/{recording.sid}",
            params={"seconds": str(recording.seconds), "call": recording.call_sid},
            headers={"Content-Type": recording.content_type},
            data=recording.audio,
        )
        return answer is not None

    def hand_over_call(self, call: KeptCall) -> bool:
        return self._ask("PUT", f"Calls/{call.sid}.json", json=call_to_wire(call)) is not None

    def hand_over_message(self, message: KeptMessage) -> bool:
        path = f"Messages/{message.sid}.json"
        return self._ask("PUT", path, json=message_to_wire(message)) is not None

    def messages_to(self, number: str) -> list[tuple[str, str]]:
        """SID and text of every message to `number`, oldest first."""
        answer = self._ask("GET", "Messages.json", params={"To": number, "PageSize": "1000"})
        listed = answer.json()["messages"] if answer is not None else []
        ours = [one for one in listed if one["to"] == number]  # compatible services don't filter
        return [(str(one["sid"]), str(one["body"])) for one in reversed(ours)]

    def _ask(
        self,
        method: str,
        path: str,
        *,
        params: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
        data: bytes | None = None,
        json: dict[str, object] | None = None,
    ) -> requests.Response | None:
        url = f"{self.api_url}/{API_VERSION}/Accounts/{self.account}/{path}"
        try:
            with requests.Session() as session:
                session.trust_env = False
                answer = session.request(
                    method,
                    url,
                    params=params,
                    headers=headers,
                    data=data,
                    json=json,
                    auth=(self.account, self.token),
                    timeout=PATIENCE,
                    allow_redirects=False,
                )
        except requests.RequestException:
            return None
        return answer if answer.ok else None


class HandingStore(Store):
    """Keeps what happens and hands it to the demo's network."""

    def __init__(self, demo: Demo) -> None:
        super().__init__()
        self._demo = demo

    def keep_recording(self, recording: KeptRecording) -> None:
        super().keep_recording(recording)
        self._demo.hand_over(recording)

    def keep_call(self, call: KeptCall) -> None:
        super().keep_call(call)
        if call.status not in UNDER_WAY:
            self._demo.hand_over_call(call)

    def keep_message(self, message: KeptMessage) -> None:
        super().keep_message(message)
        self._demo.hand_over_message(message)
