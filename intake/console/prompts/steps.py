"""Every prompt under the step of the call at which it is heard, in the order of a call."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from intake.prompts.policy import prompt_keys

FIXED: Mapping[str, tuple[str, ...]] = {
    "opening": ("note.greeting", "note.welcome_back", "voice.menu", "voice.returning"),
    "hall": ("voice.hall", "voice.hall_item"),
    "window": ("voice.window", "note.unknown_window", "voice.window_choice", "voice.window_choice_item"),
    "staff": (
        "voice.staff_no", "voice.staff_no_lettered", "voice.staff_no_choice", "voice.staff_no_choice_item",
        "voice.offer", "note.unknown_staff_no", "note.unknown_name", "note.contradicts", "note.nobody_there",
        "note.not_then",
    ),
    "day": ("voice.day", "voice.part", "note.no_such_day"),
    "read_back": (
        "voice.read_back", "voice.read_back_window", "voice.read_back_staff_no", "voice.read_back_name",
        "voice.read_back_surname", "voice.read_back_day", "voice.read_back_day_am", "voice.read_back_day_pm",
        "voice.read_back_days", "voice.right_or_wrong", "note.start_again",
    ),
    "statement": ("voice.statement", "voice.voice_mail", "note.nothing_recorded"),
    "wish": (
        "voice.callback", "voice.callback_withheld", "voice.callback_number", "note.number_refused",
        "voice.callback_part",
    ),
    "ending": ("note.completed", "note.noted", "note.message_kept", "voice.done", "voice.goodbye"),
    "rating": ("voice.rating", "note.rated", "note.rated_poor", "note.not_rated", "note.sorry"),
    "asking": ("voice.case_no", "note.no_such_case", "note.status", "voice.status"),
    "person": ("voice.person", "note.no_person"),
    "remarks": ("note.not_heard", "note.no_such_key", "note.choose", "note.enter_again", "note.go_on"),
    "called": (
        "voice.called_from", "voice.called_hotline", "voice.called", "note.called_again",
        "note.called_thanks", "note.called_menu", "note.called_settled", "note.call_later",
        "voice.call_later", "note.third_party", "note.wrong_number", "note.refused", "note.nobody",
        "voice.called_done", "voice.called_goodbye",
    ),
    "follow_up": (
        "voice.follow_up_substantiated", "voice.follow_up_partly", "voice.follow_up_unsubstantiated",
        "voice.follow_up_undetermined", "voice.follow_up_handled", "voice.follow_up",
    ),
}  # fmt: skip


@cache
def steps() -> Mapping[str, tuple[str, ...]]:
    """The prompts of each step. How a case stands is told in as many texts as the catalogues have."""
    told = tuple(key for key in prompt_keys() if key.startswith("status."))
    return {step: keys + told if step == "asking" else keys for step, keys in FIXED.items()}


@cache
def step_of() -> Mapping[str, str]:
    """The step of each prompt, in the order of a call."""
    return {key: step for step, keys in steps().items() for key in keys}
