"""The adapter for PasarGuard 5: accounts by number, groups instead of inbounds, devices.

The key is an API key (`pg_key_...`) or `<name>:<password>` of an admin in its database. Routes by
name go in 6.0, so a name is only looked up in the list, and everything else uses the number.
"""

from contextlib import suppress
from dataclasses import replace
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx
from pydantic import BaseModel, Field, SecretStr

from gateways.http import unexpected_answer
from gateways.vpn import port
from gateways.vpn.marzban_api import Account, MarzbanApi, MarzbanOptions, Users, Utc
from gateways.vpn.port import Capability, Desired, Device, Mark, Observed, fitting
from gateways.vpn.wire import NoRoute, NotFound, able, ask, parse_options, parsed


class PasarGuardOptions(MarzbanOptions):
    """group_ids: numbers of groups. restricted_group_ids: those of accounts in grace."""

    group_ids: tuple[int, ...] = Field(min_length=1)
    restricted_group_ids: tuple[int, ...] = ()


class _Vless(BaseModel):
    id: UUID
    flow: str = ""


class _Proxies(BaseModel):
    vless: _Vless


class PasarGuardAccount(Account):
    id: int
    proxy_settings: _Proxies
    expire: Utc | None = None
    hwid_limit: int | None = None
    group_ids: list[int] | None = None

    def uuid(self) -> UUID:
        return self.proxy_settings.vless.id


class _Hwid(BaseModel):
    hwid: str
    device_os: str | None = None
    device_model: str | None = None
    last_used_at: Utc


class _Hwids(BaseModel):
    hwids: list[_Hwid]


class PasarGuard(MarzbanApi[PasarGuardAccount]):
    who = "pasarguard"
    majors = frozenset({"5"})
    capabilities: frozenset[Capability] = frozenset(
        {"version", "names", "expiry", "traffic", "device_limit", "devices", "groups"}
    )

    def __init__(
        self,
        http: httpx.AsyncClient,
        base_url: str,
        key: SecretStr,
        options: port.Options,
        mark: Mark,
    ) -> None:
        self._options = parse_options(PasarGuardOptions, self.who, options)
        self.capabilities = able(self.capabilities, groups=self._options.restricted_group_ids)
        super().__init__(http, base_url, key, self._options, mark)
        self._admins_read_links = True

    async def _find(self, key: str) -> PasarGuardAccount | None:
        """The panel finds other names that contain this one, too."""
        body = await self._call("GET", "users", params={"username": key})
        named = (
            user
            for user in parsed(self.who, Users, body).users
            if isinstance(user, dict) and user.get("username") == key
        )
        found = next(named, None)
        return None if found is None else self._account(found)

    def _path(self, account: PasarGuardAccount) -> str:
        return f"user/by-id/{account.id}"

    def _wanted(self, desired: Desired, account: PasarGuardAccount | None) -> dict[str, Any]:
        """proxy_settings replace the whole table, and omitted protocols get new secrets. That is
        right for a new uuid; otherwise this omits the key."""
        restricted = desired.restricted and self._options.restricted_group_ids
        vless = {"id": str(desired.uuid), "flow": self._options.flow}
        known = account and account.proxy_settings.vless.model_dump(mode="json")
        return {
            **self._basics(desired),
            "group_ids": restricted or self._options.group_ids,
            "hwid_limit": desired.device_limit or 0,
            **({} if known == vless else {"proxy_settings": {"vless": vless}}),
        }

    def _account(self, body: Any) -> PasarGuardAccount:
        return parsed(self.who, PasarGuardAccount, body)

    def _observed(self, account: PasarGuardAccount) -> Observed:
        options, has = self._options, account.group_ids
        groups = None
        if has is not None:
            full, restricted = set(options.group_ids), set(options.restricted_group_ids)
            groups = fitting(set(has), full, restricted)
        told = self._told(account, account.expire)
        return replace(told, device_limit=account.hwid_limit, groups=groups)

    async def _links(self, account: PasarGuardAccount) -> list[str]:
        """Requested as an admin, which counts as no device; early 5.x serve links only to
        clients."""
        if self._admins_read_links:
            try:
                text = await self._call("GET", f"user/{account.id}/subscription/links")
                return str(text).split()
            except NoRoute:
                self._admins_read_links = False
        url = self._subscription_url(account)
        answer = await ask(self._http, self.who, "GET", f"{url}/links")
        if answer.response.is_success and answer.is_plain:
            return answer.response.text.split()
        # Not `failure`: it names the path, which would let somebody in here.
        raise unexpected_answer(self.who, answer.response)

    async def _make_room(self, account: PasarGuardAccount, desired: Desired) -> None:
        """The panel refuses a limit below the number of devices. Those used last stay."""
        limit = desired.device_limit
        if not limit or 0 < (account.hwid_limit or 0) <= limit:
            return
        for device in (await self._bound(account))[limit:]:
            await self._forget(account, device.id)

    async def devices(self, key: str, uuid: UUID) -> list[Device]:
        account = await self._find(key)
        if account is None or not self._is_ours(account, uuid):
            return []
        return await self._bound(account)

    async def unbind(self, key: str, uuid: UUID, device_id: str | None) -> None:
        account = await self._find(key)
        if account is None or not self._is_ours(account, uuid):
            return
        if device_id is None:
            await self._call("POST", f"user/{account.id}/hwids/reset")
        else:
            await self._forget(account, device_id)

    async def _bound(self, account: PasarGuardAccount) -> list[Device]:
        """The device used last comes first."""
        body = await self._call("GET", f"user/{account.id}/hwids")
        hwids = parsed(self.who, _Hwids, body).hwids
        hwids.sort(key=lambda it: it.last_used_at, reverse=True)
        return [
            Device(it.hwid, name=it.device_model, platform=it.device_os, seen_at=it.last_used_at)
            for it in hwids
        ]

    async def _forget(self, account: PasarGuardAccount, device_id: str) -> None:
        path = f"user/{account.id}/hwids/{quote(device_id, safe='')}"
        with suppress(NotFound, NoRoute):
            await self._call("DELETE", path)

    async def _call(self, method: str, path: str, **content: Any) -> Any:
        if not self._key.startswith("pg_key_"):
            return await super()._call(method, path, **content)
        return await self._request(method, path, {"X-Api-Key": self._key}, **content)
