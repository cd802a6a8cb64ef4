"""The sandbox's README names every control call and every fault."""

from sandbox.app import create_app
from sandbox.faults import PaymentFaults, TelegramFaults, VpnFaults
from sandbox.settings import SandboxSettings
from tests.support import REPOSITORY

README = (REPOSITORY / "sandbox" / "README.md").read_text()


def test_every_control_call_is_described() -> None:
    schema = create_app(SandboxSettings.bare()).openapi()
    calls = [path for path in schema["paths"] if path.startswith("/sandbox/")]
    assert len(calls) > 10
    known = README.replace("{id}", "{telegram_id}")
    assert [path for path in calls if f"{path}`" not in known] == []


def test_every_fault_is_described() -> None:
    faults = {**TelegramFaults.model_fields, **VpnFaults.model_fields, **PaymentFaults.model_fields}
    assert [name for name in faults if f"`{name}`" not in README] == []
