"""Brings an access to what is desired, at the panel that it is placed at."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx
from pydantic import SecretStr

from gateways.errors import Denied, Unknown
from gateways.vpn.port import Desired, Panel
from gateways.vpn.xray_api import XrayApi

# An adapter is made from an HTTP client, the panel's base URL and its key.
ADAPTERS: Mapping[str, Callable[[httpx.AsyncClient, str, SecretStr], Panel]] = {"xray-api": XrayApi}


class VpnGateway:
    """`apply` takes what vpn.prepare_apply gives."""

    def __init__(self, http: httpx.AsyncClient, keys: Mapping[str, SecretStr]) -> None:
        self._http = http
        self._keys = keys

    async def apply(self, access: Mapping[str, Any]) -> dict[str, Any]:
        """Returns {"generation", "present", "link", "expires_at"}, as vpn.applied takes it."""
        panel, uuid = self._panel(access), UUID(access["uuid"])
        link: str | None = None
        if access["present"]:
            observed = await panel.apply(
                Desired(
                    key=access["key"],
                    uuid=uuid,
                    generation=access["generation"],
                    expires_at=datetime.fromisoformat(access["expires_at"]),
                    telegram_id=access["telegram_id"],
                )
            )
            link = observed.link
        else:
            await panel.remove(access["key"], uuid)
        return {
            "generation": access["generation"],
            "present": access["present"],
            "link": link,
            "expires_at": access["expires_at"] if access["present"] else None,
        }

    def _panel(self, access: Mapping[str, Any]) -> Panel:
        adapter = ADAPTERS.get(access["kind"])
        if adapter is None:
            raise Unknown(f"panel {access['panel']} is of the kind {access['kind']}")
        key = self._keys.get(access["panel"])
        if key is None:
            raise Denied(f"PANEL_KEYS has no key for the panel {access['panel']}")
        return adapter(self._http, access["base_url"], key)
