"""Somebody who looks at figures."""

from intake.console.access import Viewer
from intake.console.roles import Role


def viewer_for(
    *roles: Role, hall_id: int | None = None, staff_no: str | None = None, language: str = "zh"
) -> Viewer:
    """A supervisor unless other roles are given."""
    return Viewer(
        account_id=1,
        login="luo.wen",
        name="罗文",
        roles=frozenset(roles or {Role.SUPERVISOR}),
        hall_id=hall_id,
        staff_no=staff_no,
        language=language,
        fresh=True,
    )
