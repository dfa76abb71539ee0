"""After an attempt: whether it counts, and the text that says that we called. Once, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select, update

from intake.callbacks.alarms import Alarm, raise_alarm
from intake.callbacks.dossier import Attempt, Dossier
from intake.callbacks.limits import midnight
from intake.callbacks.model import AttemptRow
from intake.callbacks.outcomes import Outcome
from intake.callbacks.policy import Policy, Try, counts, text_at
from intake.callbacks.verdict import Rules, history_of
from intake.cases.privacy import CALLER_COLUMN, Sealer
from intake.kinds import Hours
from intake.telephony import outbox
from intake.telephony.model import OutgoingMessageRow
from intake.telephony.text import parts
from intake.words import words

PURPOSE = "callback_missed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Texting:
    """What texts are made from. staffed: when people answer. most_per_day: of the whole hotline."""

    sealer: Sealer
    hotline: str
    staffed: Hours
    most_per_day: int


def unreckoned(dossier: Dossier) -> list[Attempt]:
    """The attempts that have ended and not been reckoned."""
    return [one for one in dossier.attempts if not one.is_live and one.counted is None]


def reckon(connection: Connection, dossier: Dossier, rules: Rules, texting: Texting, now: datetime) -> None:
    """Say of every ended attempt whether it counts; after the newest miss put the text in the outbox."""
    policy = rules.policies[dossier.kind]
    zone = ZoneInfo(dossier.timezone)
    for attempt in unreckoned(dossier):
        outcome = attempt.outcome or Outcome.UNKNOWN
        tried = Try(at=attempt.dialed_at, outcome=outcome, ring=attempt.ring)
        values: dict[str, object] = {
            "counted": counts(tried, policy, rules.calendar, zone, dossier.preferred)
        }
        if attempt is dossier.attempts[-1]:
            values["text_id"] = announce(connection, dossier, policy, rules, texting, now)
        connection.execute(update(AttemptRow).where(AttemptRow.id == attempt.id).values(**values))


def announce(
    connection: Connection,
    dossier: Dossier,
    policy: Policy,
    rules: Rules,
    texting: Texting,
    now: datetime,
) -> int | None:
    """Queue the text that says who called, if one is due; its id."""
    at = text_at(history_of(dossier), policy, rules.calendar, ZoneInfo(dossier.timezone), now)
    if at is None:
        return None
    today = midnight(now, ZoneInfo(dossier.timezone))
    if texts_since(connection, today) >= texting.most_per_day:
        raise_alarm(connection, Alarm.SPEND, "texts", now)
        return None
    return outbox.queue(
        connection,
        complaint_id=dossier.claim.complaint_id,
        purpose=PURPOSE,
        to_sealed=texting.sealer.seal(dossier.number, CALLER_COLUMN),
        body=body(dossier, texting),
        at=at,
    )


def texts_since(connection: Connection, since: datetime) -> int:
    """How many texts of ours were made since a moment."""
    made = select(func.count()).select_from(OutgoingMessageRow)
    return int(connection.execute(made.where(OutgoingMessageRow.created_at >= since)).scalar_one())


def body(dossier: Dossier, texting: Texting) -> str:
    """Who called, about which number, where to call: never what about. One part, so that it comes whole."""
    say = words(dossier.language)
    number = dossier.hotline or texting.hotline
    told = {"hall": dossier.hall_name, "case_no": dossier.case_no, "number": number}
    full = say("sms.callback_missed", **told, hours=written(texting.staffed))
    if dossier.hall_name and parts(full) == 1:
        return full
    return say("sms.callback_missed_short", case_no=dossier.case_no, number=number)


def written(hours: Hours) -> str:
    """`9:00-12:00,13:00-17:00`, as short as a text needs it."""
    return ",".join(f"{start:%-H:%M}-{end:%-H:%M}" for start, end in hours)
