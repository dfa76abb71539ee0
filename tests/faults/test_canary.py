"""A canary in every place where a caller can leave something: it sings nowhere that it shouldn't.

Calls and messages with a telephone number, a name and words that occur nowhere else; then everything that the
processes wrote or asked for is searched for them: logs of server and scheduler, addresses, answers to
malformed requests, and the bytes of the database. What was said is in the database in clear, by design; the
numbers and the secrets are not.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, insert
from sqlalchemy.exc import IntegrityError

from intake.cases.model import OptOutRow
from intake.database import Database
from intake.simulator.transport import HttpTransport
from tests import cast
from tests.contract.webhooks.wire import Wire
from tests.faults.journal import rows
from tests.faults.served import SID, TOKEN, Served
from tests.integration.telephony.provider import SOUND, Answer, Provider

NUMBER = "+8613577246813"
OTHER_NUMBER = "13688135724"  # keyed in at the question for another number
TEXTED_NUMBER = "13799864205"  # written in a message: part of what was said
NAME = "欧阳金丝雀"
WORDS = "金丝雀在唱歌"
SPOKEN = "金丝雀说的话"
SECRET = "secret-canary-" + "k" * 32
SECONDARY = "secondary-canary-token"
DATABASE_WORD = "database-canary-password"
BACKGROUND_SECONDS = 30


def written(number: str) -> list[bytes]:
    """A number as it may be written: with and without its country code, encoded in an address."""
    bare = number.removeprefix("+86")
    return [form.encode() for form in (bare, "+86" + bare, "%2B86" + bare, " ".join(bare))]


NUMBERS = [form for number in (NUMBER, OTHER_NUMBER, TEXTED_NUMBER) for form in written(number)]
SECRETS = [secret.encode() for secret in (TOKEN, SECONDARY, SECRET)]
SAID = [text.encode() for text in (NAME, WORDS, SPOKEN)]


def found(haystack: bytes, needles: list[bytes]) -> list[bytes]:
    return [needle for needle in needles if needle in haystack]


def live(served: Served) -> list[str]:
    """Calls and messages that leave canaries everywhere; every address that was asked for."""
    network = served.network(HttpTransport())
    phone = served.phone(network, NUMBER)
    call = phone.dial()
    for keys in ("1", "3#", "1012#", "1#", "1", "1"):
        call.press(keys)
    call.say(SPOKEN)
    call.press("2")
    call.press(f"{OTHER_NUMBER}#")
    call.press("1")
    assert call.is_over and not call.faults
    phone.dial().hang_up()
    phone.text(f"投诉{NAME}，5号窗口，{WORDS}，我的电话{TEXTED_NUMBER}")
    phone.text("😡" + WORDS, media=(("https://api.example/ME00000001", "image/jpeg"),))
    network.settle()
    return [exchange.request.url for exchange in network.exchanges]


def bad_requests(served: Served) -> list[bytes]:
    """Canaries in requests that are refused: forged, malformed, to nowhere."""
    wire = Wire(served)
    form = {"From": NUMBER, "Body": WORDS, "SpeechResult": NAME, "CallerName": NAME}
    answers = [
        wire.post("/voice/incoming", form),
        wire.post("/voice/incoming", form, signature="A" * 27 + "="),
        wire.post("/sms/incoming", form, raw=b"Body=%ff" + WORDS.encode()),
        wire.post("/nowhere", form),
        wire.post("/sms/incoming", form, method="PUT"),
        wire.post("/sms/incoming", form, headers={"Content-Type": "text/plain"}),
        wire.post("/sms/incoming", form | {"Body": WORDS * 5000}),
        wire.post("/sms/status", form | {"MessageSid": "x" * 100}),
    ]
    assert all(answer.status >= 400 for answer in answers)
    return [answer.body for answer in answers]


def raw_bytes(served: Served) -> bytes:
    """The whole database: the files of SQLite, or every value of every table of PostgreSQL as text."""
    if served.database_url.startswith("sqlite"):
        file = Path(served.database_url.removeprefix("sqlite:///"))
        return b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
    query = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
    tables = [row.table_name for row in rows(served, query)]
    engine = create_engine(served.database_url)
    with engine.connect() as connection:
        everything = [
            str(row[0])
            for name in tables
            for row in connection.exec_driver_sql(f'SELECT t::text FROM "{name}" t')
        ]
    engine.dispose()
    return "\n".join(everything).encode()


def test_numbers_words_and_secrets_are_only_where_they_belong(served: Served) -> None:
    with Provider(Answer(body=SOUND), Answer(status=500, body=NUMBER.encode())) as provider:
        served.scheduler = True
        served.changes = {
            "TWILIO_API_BASE_URL": provider.url,
            "TWILIO_AUTH_TOKEN_SECONDARY": SECONDARY,
            "HOTLINE_SECRET_KEY": SECRET,
        }
        served.start()
        addresses = live(served)
        pages = bad_requests(served)
        wait_for(provider, "/Recordings/", "/Messages")
        exported = served.command("export", "--format", "jsonl")
        doctor = served.command("doctor", check=False)
        served.stop()
    log = served.log.read_bytes()
    assert len(addresses) > 10 and len(log) > 0
    outside = [*addresses, *(asked.path for asked in provider.asked)]
    for name, text in {
        "log": log,
        "addresses": "\n".join(outside).encode(),
        "error pages": b"".join(pages),
        "other output": (exported.stderr + doctor.stdout + doctor.stderr).encode(),
    }.items():
        assert found(text, NUMBERS + SECRETS + SAID) == [], name
    sealed = written(NUMBER) + written(OTHER_NUMBER)
    assert found(exported.stdout.encode(), SECRETS + sealed) == []
    kept = raw_bytes(served)
    assert found(kept, [WORDS.encode()]) != [] or "\\u" in kept.decode(errors="replace")
    assert found(kept, SECRETS + sealed) == []
    assert SID.encode() not in kept


def wait_for(provider: Provider, *parts: str) -> None:
    """The background has asked the provider for each of these."""
    deadline = time.monotonic() + BACKGROUND_SECONDS
    while not all(any(part in asked.path for asked in provider.asked) for part in parts):
        assert time.monotonic() < deadline, [asked.path for asked in provider.asked]
        time.sleep(0.1)


def test_an_address_of_a_database_that_can_not_be_reached_is_told_without_its_password(
    tmp_path: Path,
) -> None:
    served = Served(
        folder=tmp_path,
        database_url=f"postgresql+psycopg://hotline:{DATABASE_WORD}@127.0.0.1:9/hotline",
    )
    for arguments in (["export"], ["doctor"], ["migrate"], ["serve", "--port", "1"]):
        told = served.command(*arguments, check=False)
        assert told.returncode != 0
        assert DATABASE_WORD not in told.stdout + told.stderr
        assert "Traceback" not in told.stderr


def test_an_error_of_the_database_quotes_nothing_that_was_to_be_stored(database: Database) -> None:
    row = {"caller_index": WORDS, "at": cast.NOW}
    with pytest.raises(IntegrityError) as caught, database.write() as connection:
        connection.execute(insert(OptOutRow), [row])
        connection.execute(insert(OptOutRow).values(caller_index=None, at=cast.NOW))
    assert WORDS not in str(caught.value) and "parameters hidden" in str(caught.value)
