"""What every command needs: settings, and the words of its user's language."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from typing import Any, TypeVar

import click

from intake.config import Settings, load
from intake.errors import HotlineError, SettingsError
from intake.words import Words, language_of, words

LANGUAGE = "hotline.language"
LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
Command = TypeVar("Command", bound=Callable[..., Any])


def log_to_terminal(level: int) -> None:
    """Log lines to standard error. Libraries that would log every tick or migration step are kept quiet."""
    logging.basicConfig(level=level, format=LOG_FORMAT)
    for name in ("alembic", "apscheduler"):
        logging.getLogger(name).setLevel(logging.WARNING)


def language_option(command: Command) -> Command:
    """Adds `--language` to a command."""

    def note(context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
        if value:
            context.meta[LANGUAGE] = value

    option = click.option(
        "--language",
        type=click.Choice(["zh-CN", "en"]),
        expose_value=False,
        callback=note,
        is_eager=True,
        help="Language of the output; otherwise HOTLINE_LANGUAGE.",
    )
    return option(command)


def spoken() -> Words:
    """The words of the command's language: `--language`, then HOTLINE_LANGUAGE, then Chinese."""
    context = click.get_current_context(silent=True)
    chosen = context.meta.get(LANGUAGE) if context else None
    return words(language_of(chosen or os.environ.get("HOTLINE_LANGUAGE", "zh-CN")))


def speak(key: str, **values: object) -> str:
    """A text in the command's language."""
    return spoken()(key, **values)


def refuse(error: HotlineError) -> click.ClickException:
    """An error of ours as the command's last word."""
    return click.ClickException(speak(error.key, **error.values))


def settings() -> Settings:
    """The settings of the environment. Ends the command when one can't be read."""
    try:
        return load(os.environ)
    except SettingsError as error:
        raise refuse(error) from error
