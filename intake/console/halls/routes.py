"""Looking after the directory in the console: halls, windows, staff, roster and opening hours."""

from __future__ import annotations

from flask import Blueprint

from intake.console.halls import (
    duty_page,
    files_page,
    hall_page,
    list_page,
    opening_page,
    roster_page,
    rows_page,
    upload_page,
    versions_page,
)
from intake.desk.services import Services

PARTS = (
    list_page, upload_page, files_page, hall_page, rows_page, roster_page, duty_page, opening_page,
    versions_page,
)  # fmt: skip


def mount(managing: Blueprint, services: Services) -> None:
    """The pages, under administration."""
    for part in PARTS:
        part.mount(managing, services)
