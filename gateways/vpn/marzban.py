"""The adapter for Marzban 0.8: accounts by name, inbounds by tag.

The key is `<name>:<password>` of an admin in Marzban's database. Marzban cannot properly delete
accounts of the admin in its environment: the row goes, and the core still serves it. So the adapter
disables an account before it deletes it.
"""

from dataclasses import replace
from typing import Any
from uuid import UUID

import httpx
from pydantic import BaseModel, SecretStr, model_validator

from gateways.errors import Denied, Foreign, GatewayError
from gateways.vpn import port
from gateways.vpn.marzban_api import Account, MarzbanApi, MarzbanOptions
from gateways.vpn.port import Capability, Desired, Device, Group, Mark, Observed, fitting
from gateways.vpn.wire import (
    Answer,
    Forbidden,
    NotFound,
    able,
    moment,
    parse_options,
    parsed,
    refuse_other,
)


class NotAllowed(Forbidden):
    """The account belongs to another admin."""


class MarzbanPanelOptions(MarzbanOptions):
    """inbounds: tags of VLESS inbounds; without any, all of them. restricted_inbounds: those of
    accounts in grace."""

    inbounds: tuple[str, ...] = ()
    restricted_inbounds: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _restriction_can_end(self) -> "MarzbanPanelOptions":
        if self.restricted_inbounds and not self.inbounds:
            raise ValueError("restricted_inbounds need inbounds")
        return self


class _Vless(BaseModel):
    id: UUID


class _Proxies(BaseModel):
    vless: _Vless | None = None


class _Inbounds(BaseModel):
    vless: tuple[str, ...] = ()


class MarzbanAccount(Account):
    expire: int | None = None
    proxies: _Proxies = _Proxies()
    inbounds: _Inbounds = _Inbounds()
    links: tuple[str, ...] = ()

    def uuid(self) -> UUID | None:
        return None if self.proxies.vless is None else self.proxies.vless.id


class Marzban(MarzbanApi[MarzbanAccount]):
    who = "marzban"
    majors = frozenset({"0.8"})
    capabilities: frozenset[Capability] = frozenset(
        {"version", "names", "expiry", "traffic", "groups"}
    )

    def __init__(
        self,
        http: httpx.AsyncClient,
        base_url: str,
        key: SecretStr,
        options: port.Options,
        mark: Mark,
    ) -> None:
        self._options = parse_options(MarzbanPanelOptions, self.who, options)
        self.capabilities = able(self.capabilities, groups=self._options.restricted_inbounds)
        super().__init__(http, base_url, key, self._options, mark)

    async def _find(self, key: str) -> MarzbanAccount | None:
        try:
            account = self._account(await self._call("GET", f"user/{key}"))
        except NotFound:
            return None
        except NotAllowed:
            raise Foreign(f"{self.who}: {key} is an account of another admin") from None
        refuse_other(self.who, key, account.username)
        return account

    def _failure(self, answer: Answer) -> GatewayError:
        """Only in these words it says that the account is another admin's: a 403 of anything else,
        such as a proxy, concerns the panel."""
        if answer.status == 403 and (answer.said or "").startswith("You're not allowed"):
            return NotAllowed(f"{self.who}: not allowed")
        return super()._failure(answer)

    def _path(self, account: MarzbanAccount) -> str:
        return f"user/{account.username}"

    def _wanted(self, desired: Desired, account: MarzbanAccount | None) -> dict[str, Any]:
        """Without the key `inbounds` a new account has none, with an empty value it has all."""
        tags = self._options.inbounds
        if desired.restricted and self._options.restricted_inbounds:
            tags = self._options.restricted_inbounds
        return {
            **self._basics(desired),
            "proxies": {"vless": {"id": str(desired.uuid), "flow": self._options.flow}},
            "inbounds": {"vless": tags} if tags else {},
        }

    def _account(self, body: Any) -> MarzbanAccount:
        return parsed(self.who, MarzbanAccount, body)

    async def _links(self, account: MarzbanAccount) -> list[str]:
        return list(account.links)

    def _observed(self, account: MarzbanAccount) -> Observed:
        expire = account.expire
        told = self._told(account, moment(expire) if expire else None)
        return replace(told, groups=self._groups(account))

    def _groups(self, account: MarzbanAccount) -> frozenset[Group] | None:
        """Without tags in the options an account may be in any inbound."""
        full, restricted = set(self._options.inbounds), set(self._options.restricted_inbounds)
        return fitting(set(account.inbounds.vless), full, restricted) if full else None

    async def _delete(self, account: MarzbanAccount) -> None:
        await self._call("PUT", self._path(account), json={"status": "disabled"})
        await super()._delete(account)

    async def devices(self, key: str, uuid: UUID) -> list[Device]:
        raise Denied("marzban knows no devices")

    async def unbind(self, key: str, uuid: UUID, device_id: str | None) -> None:
        raise Denied("marzban knows no devices")
