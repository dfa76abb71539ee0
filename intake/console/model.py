"""The tables of accounts: who may log in, as what, from where they did, who tried to, and what waits for a
password."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from intake.console.roles import Role
from intake.database import Base, UTCDateTime, status_type


class AccountRow(Base):
    """One person who may log in. Never deleted, only disabled: what they did stays under the id."""

    __tablename__ = "account"
    __table_args__ = (CheckConstraint("language IN ('zh', 'en')", name="language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)
    """Lower case, without spaces around it."""
    name: Mapped[str]
    password_hash: Mapped[str]
    """Argon2id with its parameters, as a PHC string."""
    totp_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The key of the one-time codes; none where they are not asked for."""
    totp_step: Mapped[int]
    """The time step of the code used last: a code counts once (RFC 6238, 5.2)."""
    is_active: Mapped[bool]
    language: Mapped[str]
    hall_id: Mapped[int | None] = mapped_column(ForeignKey("hall.id"))
    """The one hall that the person works for; none for all halls."""
    staff_no: Mapped[str | None]
    """The person's own staff number there: nobody sees a complaint about themselves."""
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    last_login_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    password_at: Mapped[datetime] = mapped_column(UTCDateTime)
    sessions_from: Mapped[datetime] = mapped_column(UTCDateTime)
    """Sessions begun before this moment are over."""


class AccountRoleRow(Base):
    """One role of one account."""

    __tablename__ = "account_role"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(status_type(Role, "role"), primary_key=True)


class SessionRow(Base):
    """A browser in which somebody is logged in; of what it holds only a hash is kept."""

    __tablename__ = "account_session"
    __table_args__ = (Index("ix_account_session_account", "account_id"),)

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    begun_at: Mapped[datetime] = mapped_column(UTCDateTime)
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime)
    """The person's last deed, to the minute; what a page fetches by itself is none."""
    confirmed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    """When the password was last given."""
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class LoginAttemptRow(Base):
    """A try to log in. Login and address are kept as keyed hashes only."""

    __tablename__ = "login_attempt"
    __table_args__ = (
        Index("ix_login_attempt_login", "login_index", "at"),
        Index("ix_login_attempt_address", "address_index", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    login_index: Mapped[str]
    address_index: Mapped[str]
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    succeeded: Mapped[bool]


class HeldFormRow(Base):
    """A form that was sent and waits until its account has given the password once more; then it is gone."""

    __tablename__ = "held_form"
    __table_args__ = (
        Index("ix_held_form_account", "account_id"),
        Index("ix_held_form_expiry", "expires_at"),
    )

    ref: Mapped[str] = mapped_column(primary_key=True)
    """Random, for addresses: it tells nothing and can't be guessed."""
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    form_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    """Where it was meant for, its fields and its files."""
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
