"""VPN panels."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.admin_api.calls import AdminCalls


@dataclass(frozen=True)
class Panel:
    panel_id: int
    panel: str
    kind: str
    base_url: str
    enabled: bool
    draining: bool
    country: str | None
    weight: int
    capacity: int | None
    product: str | None
    version: str | None
    version_is_allowed: bool
    probed_at: datetime | None
    state: str | None
    failing_with: str | None
    accesses: int
    unconfirmed: int
    drift: int
    reissue_waits: int | None

    @property
    def is_reachable(self) -> bool:
        return self.state in (None, "flowing")


@dataclass(frozen=True)
class CheckStep:
    step: str | None
    told: str | None
    failed: bool | None
    succeeded: bool | None
    asked_at: datetime


@dataclass(frozen=True)
class PanelCalls:
    calls: AdminCalls

    async def all(self) -> list[Panel]:
        return await self.calls.rows(Panel, "panels")

    async def one(self, code: str | None) -> Panel | None:
        return next((panel for panel in await self.all() if panel.panel == code), None)

    async def last_check(self, panel: str) -> list[CheckStep]:
        return await self.calls.rows(CheckStep, "panel_check", panel)

    async def add(
        self, code: str, kind: str, url: str, values: Mapping[str, Any], reason: str
    ) -> str:
        answer = await self.calls.value("add_panel", code, kind, url, json.dumps(values), reason)
        outcome: str = json.loads(answer)["outcome"]
        return outcome

    async def edit(self, code: str, changes: Mapping[str, Any], reason: str) -> str:
        answer = await self.calls.value("edit_panel", code, json.dumps(changes), reason)
        outcome: str = json.loads(answer)["outcome"]
        return outcome

    async def check(self, panel: str, reason: str) -> None:
        await self.calls.value("check_panel", panel, reason)

    async def acknowledge(self, panel: str, version: str, reason: str) -> str:
        outcome: str = await self.calls.value("acknowledge_version", panel, version, reason)
        return outcome

    async def drain(self, panel: str, drain: bool, reason: str) -> int:
        count: int = await self.calls.value("drain_panel", panel, drain, reason)
        return count

    async def reissue(self, panel: str | None, reason: str) -> int:
        count: int = await self.calls.value("reissue_keys", panel, reason)
        return count

    async def scan(self, panel: str, reason: str) -> None:
        await self.calls.value("scan_panel", panel, reason)

    async def reapply(self, panel: str, reason: str) -> int:
        count: int = await self.calls.value("reapply", panel, reason)
        return count

    async def reconcile(self, panel: str, reason: str) -> int:
        count: int = await self.calls.value("reconcile_panel", panel, reason)
        return count
