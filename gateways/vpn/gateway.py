"""Brings an access to its desired state, at the panel where it is placed."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol, TypeAlias
from uuid import UUID

import httpx
from pydantic import SecretStr

from gateways.errors import Denied, Unknown
from gateways.http import Clients
from gateways.vpn.port import Desired, Panel
from gateways.vpn.xray_api import XrayApi

# Creates an adapter from an HTTP client, the panel's base URL and its key.
Adapter: TypeAlias = Callable[[httpx.AsyncClient, str, SecretStr], Panel]
ADAPTERS: Mapping[str, Adapter] = {"xray-api": XrayApi}


class Keys(Protocol):
    def get(self, panel: str, /) -> SecretStr | None: ...


class VpnGateway:
    """`apply` takes the result of vpn.prepare_apply. Each panel has its own HTTP client."""

    def __init__(self, clients: Clients, keys: Keys) -> None:
        self._clients = clients
        self._keys = keys

    async def apply(self, access: Mapping[str, Any]) -> dict[str, Any]:
        """Returns {"generation", "present", "link", "expires_at", "traffic_from"}, as
        vpn.applied_batch takes it."""
        make, key = self._adapter(access), self._key(access)
        async with self._clients.of(f"vpn:{access['panel']}", access["base_url"]) as http:
            link = await _apply(make(http, access["base_url"], key), access)
        return {
            "generation": access["generation"],
            "present": access["present"],
            "link": link,
            "expires_at": access["expires_at"] if access["present"] else None,
            "traffic_from": access.get("traffic_from") if access["present"] else None,
        }

    def _adapter(self, access: Mapping[str, Any]) -> Adapter:
        adapter = ADAPTERS.get(access["kind"])
        if adapter is None:
            raise Unknown(f"panel {access['panel']} is of the kind {access['kind']}")
        return adapter

    def _key(self, access: Mapping[str, Any]) -> SecretStr:
        key = self._keys.get(access["panel"])
        if key is None:
            raise Denied(f"no key for the panel {access['panel']} in PANEL_KEYS")
        return key


async def _apply(panel: Panel, access: Mapping[str, Any]) -> str | None:
    """Returns the link, None when the access must be absent."""
    uuid = UUID(access["uuid"])
    if not access["present"]:
        await panel.remove(access["key"], uuid)
        return None
    observed = await panel.apply(
        Desired(
            key=access["key"],
            uuid=uuid,
            generation=access["generation"],
            expires_at=datetime.fromisoformat(access["expires_at"]),
            telegram_id=access["telegram_id"],
            device_limit=access.get("device_limit"),
            data_limit=access.get("data_limit"),
            reset_traffic=access.get("reset_traffic", False),
        )
    )
    return observed.link
