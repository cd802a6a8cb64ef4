"""One kit for each panel that the suite of tests runs against.

A panel is added by a kit: its emulator, how its adapter is made, and what can be done to it behind
our back. What a kit cannot do is what its adapter's capabilities do not name.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar
from uuid import UUID

import httpx
from fastapi import APIRouter
from pydantic import SecretStr

from gateways.vpn import marzban as marzban_adapter
from gateways.vpn import pasarguard as pasarguard_adapter
from gateways.vpn import xray_api as xray_api_adapter
from gateways.vpn.gateway import ADAPTERS
from gateways.vpn.port import Capability, Options, Panel
from sandbox.clock import Clock
from sandbox.faults import FaultInjector
from sandbox.panels import marzban, pasarguard, xray_api
from sandbox.store import Store

PREFIX = "/panel"


@dataclass
class Common:
    """What the emulators of a test share."""

    clock: Clock = field(default_factory=lambda: Clock(None))
    faults: FaultInjector = field(default_factory=FaultInjector)
    store: Store = field(default_factory=Store)


class Kit(ABC):
    kind: ClassVar[str]
    capabilities: ClassVar[frozenset[Capability]]
    key: ClassVar[str]
    options: ClassVar[Options] = {}
    wrong_options: ClassVar[Options] = {}
    """Options that only the panel can refuse, where there are such."""
    restricted: ClassVar[Options] = {}
    """Options with a restricted group; an account in it is not served in the usual one."""
    path: ClassVar[str] = ""
    """Of the panel, below PREFIX."""
    creates: ClassVar[str]
    """Matches the method and path of the call that makes an account."""
    removes: ClassVar[str]
    """Matches the method and path of the call that removes an account."""
    unknown_version: ClassVar[str] = ""
    has_login: ClassVar[bool] = False
    """Whether a login precedes the calls."""

    @abstractmethod
    def __init__(self, common: Common) -> None:
        """Makes the emulator."""

    @property
    def base_url(self) -> str:
        return f"{PREFIX}{self.path}"

    @abstractmethod
    def router(self) -> APIRouter:
        """Serves the emulator below PREFIX."""

    # -- What happens at the panel without us

    def plant(self, name: str) -> None:
        """Somebody else makes an account of this name."""
        raise NotImplementedError

    @abstractmethod
    def drop(self, name: str) -> None:
        """Somebody deletes the account by hand."""

    @abstractmethod
    def names(self) -> set[str]:
        """The names of all accounts."""

    @abstractmethod
    def serves(self, uuid: UUID) -> bool:
        """Whether the core lets it in now."""

    def disable(self, name: str) -> None:
        """Somebody disables the account by hand."""
        raise NotImplementedError

    def use(self, name: str, amount: int) -> None:
        """The account transfers so many bytes."""
        raise NotImplementedError

    def bind(self, name: str, device: str) -> bool:
        """A device fetches the subscription; false when the limit keeps it out."""
        raise NotImplementedError

    def log_out(self) -> None:
        """Logins are over."""
        raise NotImplementedError

    @abstractmethod
    def revoke(self) -> None:
        """Our key does not count any more."""

    def logins(self) -> int:
        """How often somebody logged in."""
        return 0

    def upgrade(self, version: str) -> None:
        raise NotImplementedError


class XrayApi(Kit):
    kind = "xray-api"
    capabilities = xray_api_adapter.XrayApi.capabilities
    key = "key"
    creates = "/add-user"
    removes = "/remove-user"

    def __init__(self, common: Common) -> None:
        keys = {"main": SecretStr(self.key)}
        self.panel = xray_api.Panel(keys, common.clock, common.faults, common.store)

    def router(self) -> APIRouter:
        return xray_api.router(self.panel)

    def drop(self, name: str) -> None:
        uuid = next(user["uuid"] for user in self.panel.show() if user["key"] == name)
        self.panel.remove(uuid)

    def names(self) -> set[str]:
        return {user["key"] for user in self.panel.show()}

    def serves(self, uuid: UUID) -> bool:
        users = [user for user in self.panel.show() if user["uuid"] == str(uuid)]
        return any(user["enabled"] for user in users)

    def revoke(self) -> None:
        self.panel.keys.clear()


class Marzban(Kit):
    kind = "marzban"
    capabilities = marzban_adapter.Marzban.capabilities
    key = "shop:a password"
    has_login = True
    options: ClassVar[Options] = {"inbounds": ["reality"], "flow": "xtls-rprx-vision"}
    wrong_options: ClassVar[Options] = {"inbounds": ["no such inbound"]}
    restricted: ClassVar[Options] = {**options, "restricted_inbounds": ["ws"]}
    creates = "POST /panel/api/user$"
    removes = "DELETE /panel/api/user/"
    unknown_version = "0.9.1"

    def __init__(self, common: Common) -> None:
        self.panel = marzban.Marzban(common.clock, admins={"shop": "a password"})

    def router(self) -> APIRouter:
        return marzban.router(self.panel, PREFIX)

    def plant(self, name: str) -> None:
        self.panel.plant(name)

    def drop(self, name: str) -> None:
        self.panel.drop(name)

    def names(self) -> set[str]:
        return {user.username for user in self.panel.users.values()}

    def serves(self, uuid: UUID) -> bool:
        self.panel.tick()
        return str(uuid) in self.panel.core

    def disable(self, name: str) -> None:
        self.panel.disable(name)

    def use(self, name: str, amount: int) -> None:
        self.panel.use(name, amount)

    def log_out(self) -> None:
        self.panel.log_everybody_out()

    def revoke(self) -> None:
        self.panel.admins.clear()
        self.panel.log_everybody_out()

    def logins(self) -> int:
        return self.panel.logins

    def upgrade(self, version: str) -> None:
        self.panel.version = version


class PasarGuard(Kit):
    kind = "pasarguard"
    capabilities = pasarguard_adapter.PasarGuard.capabilities
    key = "shop:a password"
    has_login = True
    options: ClassVar[Options] = {"group_ids": [1]}
    wrong_options: ClassVar[Options] = {"group_ids": [17]}
    restricted: ClassVar[Options] = {**options, "restricted_group_ids": [2]}
    creates = "POST /panel/api/user$"
    removes = "DELETE /panel/api/user/"
    unknown_version = "6.0.0"

    def __init__(self, common: Common) -> None:
        self.panel = pasarguard.PasarGuard(
            common.clock, admins={"shop": "a password"}, keys={"pg_key_shop": None}
        )

    def router(self) -> APIRouter:
        return pasarguard.router(self.panel, PREFIX)

    def plant(self, name: str) -> None:
        self.panel.plant(name)

    def drop(self, name: str) -> None:
        self.panel.drop(name)

    def names(self) -> set[str]:
        return {user.username for user in self.panel.users.values()}

    def serves(self, uuid: UUID) -> bool:
        self.panel.tick()
        return str(uuid) in self.panel.core

    def disable(self, name: str) -> None:
        self.panel.disable(name)

    def use(self, name: str, amount: int) -> None:
        self.panel.use(name, amount)

    def bind(self, name: str, device: str) -> bool:
        return self.panel.register(name, device)

    def log_out(self) -> None:
        self.panel.log_everybody_out()

    def revoke(self) -> None:
        self.panel.admins.clear()
        self.panel.keys.clear()
        self.panel.log_everybody_out()

    def logins(self) -> int:
        return self.panel.logins

    def upgrade(self, version: str) -> None:
        self.panel.version = version


class PasarGuardByKey(PasarGuard):
    key = "pg_key_shop"
    has_login = False


KITS: Mapping[str, type[Kit]] = {
    "xray-api": XrayApi,
    "marzban": Marzban,
    "pasarguard": PasarGuard,
    "pasarguard by key": PasarGuardByKey,
}


def having(*capabilities: Capability) -> list[str]:
    """The kits of panels that can do all of this."""
    return [name for name, kit in KITS.items() if set(capabilities) <= kit.capabilities]


def adapter(kit: Kit, http: httpx.AsyncClient, url: str, options: Options | None = None) -> Panel:
    chosen = kit.options if options is None else options
    return ADAPTERS[kit.kind](http, f"{url}{kit.base_url}", SecretStr(kit.key), chosen)
