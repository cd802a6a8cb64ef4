"""Alarms."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.admin_api.calls import AdminCalls

# A group, as gateways.alarms writes it: see jobs.alarms_shown.
Told = Mapping[str, Any]


@dataclass(frozen=True)
class AlarmCalls:
    calls: AdminCalls

    async def shown(self, *, everything: bool, ended: int) -> list[Told]:
        """Those that last, and the last ones that are over. Not everything: what concerns
        customers."""
        function = "alarms" if everything else "customer_alarms"
        found: list[Told] = json.loads(await self.calls.value(function, ended))
        return found

    async def acknowledge(self, group: int) -> str:
        outcome: str = await self.calls.value("acknowledge_alarms", group)
        return outcome
