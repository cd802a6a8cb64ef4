"""One kit for each panel that the conformance tests run against.

A kit adds a panel: its emulator, how its adapter is made, and what somebody else can do to it. A
kit lacks what its adapter's capabilities do not name.
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
from gateways.vpn import remnawave as remnawave_adapter
from gateways.vpn import three_x_ui as three_x_ui_adapter
from gateways.vpn import xray_api as xray_api_adapter
from gateways.vpn.gateway import ADAPTERS
from gateways.vpn.port import Capability, Mark, Options, Panel
from sandbox.clock import Clock
from sandbox.faults import FaultInjector
from sandbox.panels import marzban, pasarguard, remnawave, three_x_ui, xray_api
from sandbox.store import Store

PREFIX = "/panel"
MARK = Mark("5a1e00000001")


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

    def plant(self, name: str, note: str = "") -> None:
        """Somebody else makes an account of this name."""
        raise NotImplementedError

    def spoil(self, name: str) -> None:
        """Somebody else's program makes the account's note something that is no text."""
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
        """The account transfers that many bytes."""
        raise NotImplementedError

    def bind(self, name: str, device: str) -> bool:
        """A device fetches the subscription; false if the limit refuses it."""
        raise NotImplementedError

    def log_out(self) -> None:
        """All logins expire."""
        raise NotImplementedError

    @abstractmethod
    def revoke(self) -> None:
        """Our key is no longer accepted."""

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

    def plant(self, name: str, note: str = "") -> None:
        self.panel.plant(name, note=note)

    def spoil(self, name: str) -> None:
        self.panel.named(name).note = 17  # type: ignore[assignment]

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

    def plant(self, name: str, note: str = "") -> None:
        self.panel.plant(name, note=note)

    def spoil(self, name: str) -> None:
        self.panel.named(name).note = 17  # type: ignore[assignment]

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


SQUAD, RESTRICTED_SQUAD = (str(UUID(int=n)) for n in (1, 2))


class ThreeXUi(Kit):
    """3.7, by a login."""

    kind = "3x-ui"
    capabilities = three_x_ui_adapter.ThreeXUi.capabilities
    key = "shop:a password"
    options: ClassVar[Options] = {
        "inbounds": [1],
        "flow": "xtls-rprx-vision",
        "device_limit": "hwid",
        "subscription_prefix": "../sub/",
    }
    wrong_options: ClassVar[Options] = {**options, "inbounds": [17]}
    restricted: ClassVar[Options] = {**options, "restricted_inbounds": [2]}
    path = "/secret"
    creates = "POST /panel/secret/panel/api/(clients/add|inbounds/addClient)$"
    removes = "POST /panel/secret/panel/api/(clients/del/|inbounds/1/delClient/)"
    unknown_version = "4.0.1"
    has_login = True
    version: ClassVar[str] = "3.7.0"
    tokens: ClassVar[Mapping[str, str]] = {}

    def __init__(self, common: Common) -> None:
        self.panel = three_x_ui.ThreeXUi(
            common.clock,
            self.version,
            login=("shop", "a password"),
            tokens=self.tokens,
            base_path="/secret",
            inbounds=(1, 2),
        )

    def router(self) -> APIRouter:
        return three_x_ui.router(self.panel, PREFIX)

    def plant(self, name: str, note: str = "") -> None:
        self.panel.plant(name, note)

    def spoil(self, name: str) -> None:
        self.panel.clients[name].fields["comment"] = 17

    def drop(self, name: str) -> None:
        self.panel.drop(name)

    def names(self) -> set[str]:
        """Without the placeholder for the last client of an inbound of 2.x."""
        return {name for name in self.panel.clients if not name.startswith("placeholder-")}

    def serves(self, uuid: UUID) -> bool:
        self.panel.tick()
        return any(
            client.uuid == str(uuid) and self.panel.serves(client) and 1 in client.inbound_ids
            for client in self.panel.clients.values()
        )

    def disable(self, name: str) -> None:
        self.panel.disable(name)

    def use(self, name: str, amount: int) -> None:
        self.panel.use(name, amount)

    def bind(self, name: str, device: str) -> bool:
        return self.panel.register(self.panel.clients[name].sub_id, device)

    def log_out(self) -> None:
        self.panel.log_everybody_out()

    def revoke(self) -> None:
        self.panel.login = ("shop", "another password")
        self.panel.tokens.clear()
        self.panel.log_everybody_out()

    def logins(self) -> int:
        return self.panel.logins

    def upgrade(self, version: str) -> None:
        self.panel.version = version


class ThreeXUi30(ThreeXUi):
    """By a token."""

    version = "3.0.2"
    key = "a token"
    tokens: ClassVar[Mapping[str, str]] = {"a token": "admin"}
    has_login = False
    capabilities = three_x_ui_adapter.ThreeXUi.capabilities - {"devices"}
    options: ClassVar[Options] = {**ThreeXUi.options, "device_limit": "ip"}
    wrong_options: ClassVar[Options] = {**options, "inbounds": [17]}
    restricted: ClassVar[Options] = {**options, "restricted_inbounds": [2]}


class ThreeXUi29(ThreeXUi):
    version = "2.9.4"
    capabilities = ThreeXUi30.capabilities
    options = ThreeXUi30.options
    wrong_options = ThreeXUi30.wrong_options
    restricted = ThreeXUi30.restricted


class Remnawave(Kit):
    kind = "remnawave"
    capabilities = remnawave_adapter.Remnawave.capabilities
    key = "a token"
    options: ClassVar[Options] = {"squads": [SQUAD]}
    wrong_options: ClassVar[Options] = {"squads": [str(UUID(int=17))]}
    restricted: ClassVar[Options] = {**options, "restricted_squads": [RESTRICTED_SQUAD]}
    creates = "POST /panel/api/users$"
    removes = "DELETE /panel/api/users/"
    unknown_version = "4.0.0"
    version: ClassVar[str] = "3.4.5"

    def __init__(self, common: Common) -> None:
        squads = {SQUAD: "nl", RESTRICTED_SQUAD: "pay"}
        self.panel = remnawave.Remnawave(
            common.clock, self.version, tokens={"a token": None}, squads=squads
        )

    def router(self) -> APIRouter:
        return remnawave.router(self.panel, PREFIX)

    def plant(self, name: str, note: str = "") -> None:
        self.panel.plant(name, note)

    def spoil(self, name: str) -> None:
        self.panel.users[name].description = 17  # type: ignore[assignment]

    def drop(self, name: str) -> None:
        self.panel.drop(name)

    def names(self) -> set[str]:
        return set(self.panel.users)

    def serves(self, uuid: UUID) -> bool:
        self.panel.tick()
        return any(
            user.vless_uuid == str(uuid) and user.status == "ACTIVE" and SQUAD in user.squads
            for user in self.panel.users.values()
        )

    def disable(self, name: str) -> None:
        self.panel.disable(name)

    def use(self, name: str, amount: int) -> None:
        self.panel.use(name, amount)

    def bind(self, name: str, device: str) -> bool:
        return self.panel.register(name, device)

    def revoke(self) -> None:
        self.panel.tokens.clear()

    def upgrade(self, version: str) -> None:
        self.panel.version = version


class Remnawave28(Remnawave):
    version = "2.8.1"


class Remnawave27(Remnawave):
    version = "2.7.4"


KITS: Mapping[str, type[Kit]] = {
    "xray-api": XrayApi,
    "marzban": Marzban,
    "pasarguard": PasarGuard,
    "pasarguard by key": PasarGuardByKey,
    "3x-ui 2.9": ThreeXUi29,
    "3x-ui 3.0": ThreeXUi30,
    "3x-ui 3.7": ThreeXUi,
    "remnawave 2.7": Remnawave27,
    "remnawave 2.8": Remnawave28,
    "remnawave 3.4": Remnawave,
}


def having(*capabilities: Capability) -> list[str]:
    """The kits of panels with all of these capabilities."""
    return [name for name, kit in KITS.items() if set(capabilities) <= kit.capabilities]


def adapter(
    kit: Kit,
    http: httpx.AsyncClient,
    url: str,
    options: Options | None = None,
    mark: Mark = MARK,
) -> Panel:
    chosen = kit.options if options is None else options
    return ADAPTERS[kit.kind](http, f"{url}{kit.base_url}", SecretStr(kit.key), chosen, mark)
