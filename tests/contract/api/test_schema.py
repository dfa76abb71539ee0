"""The OpenAPI document is true: what fits it is taken, what doesn't is refused, and every answer fits it."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, assume, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.schemas import BaseSchema

from intake.api.operations import Operation
from intake.api.table import OPERATIONS
from tests.contract.api.conftest import System, system_of
from tests.journey.conftest import Desk, desk_for

EXAMPLES = 40


@dataclass(frozen=True, kw_only=True, slots=True)
class Served:
    """One hotline for the whole document; its cases pile up."""

    desk: Desk
    system: System
    case_no: str
    hook: str


@pytest.fixture(scope="module")
def served(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("schema")
    file = folder / "hotline.db"
    file.write_bytes(migrated_sqlite.read_bytes())
    desk = desk_for(f"sqlite:///{file}", folder, "twilio")
    system = system_of(desk, per_minute=1_000_000)
    case_no = system.create(text="3号窗口的人骂人", phone="+8613800138000")["case_no"]
    hook = system.post("/hooks", {"url": "https://example.com/hook"}).get_json()["id"]
    yield Served(desk=desk, system=system, case_no=case_no, hook=hook)
    desk.services.database.close()


@pytest.fixture(scope="module")
def document(served: Served) -> BaseSchema:
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", served.desk.app)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_every_answer_is_one_that_the_document_promises(
    served: Served, document: BaseSchema, operation: Operation, mode: GenerationMode
) -> None:
    if mode is GenerationMode.NEGATIVE and not (operation.body or operation.query or operation.parameters):
        pytest.skip("nothing is sent that could be wrong")

    @given(case=document[operation.path][operation.method].as_strategy(generation_mode=mode))
    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    def check(case: Case[Any]) -> None:
        if mode is GenerationMode.POSITIVE:
            make_sense(case, served)
        else:
            # An empty list or object leaves no trace in an address: what is wrong about it is never sent.
            assume(all(value not in ([], {}, None) for value in (case.query or {}).values()))
        case.call_and_validate(headers={"Authorization": f"Bearer {served.system.token}"})

    check()


def make_sense(case: Case[Any], served: Served) -> None:
    """What a schema can't say: halls and cases that there are, moments in the past, keys used once."""
    for name, value in (("case_no", served.case_no), ("hook_id", served.hook)):
        if name in case.path_parameters and secrets.randbelow(4):
            case.path_parameters[name] = value
    if "Idempotency-Key" in case.headers:
        case.headers["Idempotency-Key"] = secrets.token_hex(8)
    if isinstance(case.body, dict):
        case.body |= {name: value for name, value in sensible(case.body).items() if name in case.body}


def sensible(body: dict[str, Any]) -> dict[str, Any]:
    number = secrets.randbelow(10**9)
    return {
        "hall": "TH",
        "received_at": "2026-11-01T10:00:00+08:00",
        "external_no": f"T{number}",
        "url": f"https://example.com/{number}",
        "window": ("3", "A05", "99")[number % 3],
        "staff_no": ("1001", "9999")[number % 2],
    }


def test_the_document_names_every_operation_and_no_other(served: Served) -> None:
    document = served.desk.app.test_client().get("/api/v1/openapi.json").get_json()
    named = {item["operationId"] for path in document["paths"].values() for item in path.values()}
    assert named == {operation.name for operation in OPERATIONS}
    assert document["openapi"].startswith("3.1")


def test_no_request_of_this_module_met_a_fault_of_ours(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    assert served.system.get("/complaints?limit=200").status_code == 200
    assert "unexpected" not in caplog.text
