"""The VPN panel: the `xray-api` of the shop's first adapter. The panel itself enforces the
expiry."""

import secrets
import uuid as uuids
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import Depends, Header, HTTPException
from pydantic import BaseModel, ConfigDict, SecretStr
from starlette.requests import Request

from sandbox.clock import Clock
from sandbox.faults import FaultInjector
from sandbox.routing import Router
from sandbox.store import Json, Store


class UpdateUser(BaseModel):
    """Unknown fields are ignored, as at the real panel; the three optional ones are returned."""

    model_config = ConfigDict(extra="ignore")

    uuid: uuids.UUID
    expiry_timestamp_ms: int
    telegram_id: int | str | None = None
    key: str | None = None
    generation: int | None = None


class AddUser(UpdateUser):
    telegram_id: int | str


@dataclass
class PanelUser:
    uuid: str
    key: str
    expiry_timestamp_ms: int
    generation: int | None = None

    @property
    def expires_at(self) -> datetime:
        return datetime.fromtimestamp(self.expiry_timestamp_ms / 1000, UTC)


class Panel:
    """The panel's users. `expiry_timestamp_ms` 0 means that an access never ends."""

    def __init__(
        self, keys: dict[str, SecretStr], clock: Clock, faults: FaultInjector, store: Store
    ):
        self.keys = [key.get_secret_value() for key in keys.values()]
        self._clock = clock
        self._faults = faults
        self._store = store
        self._users = {body["uuid"]: PanelUser(**body) for body in store.all("panel_user")}
        self.epoch = secrets.token_hex(4)

    def knows(self, key: str) -> bool:
        return any(secrets.compare_digest(key.encode(), known.encode()) for known in self.keys)

    def put(self, wanted: UpdateUser) -> Json:
        """Makes the user exactly as requested; a repeated call changes nothing."""
        if status := self._faults.now.vpn.refuse:
            raise HTTPException(status, f"user {wanted.uuid} is not acceptable")
        uuid = str(wanted.uuid)
        known = self._users.get(uuid)
        name = wanted.key or (None if wanted.telegram_id is None else str(wanted.telegram_id))
        user = PanelUser(
            uuid=uuid,
            key=name or (known.key if known else uuid[:8]),
            expiry_timestamp_ms=wanted.expiry_timestamp_ms,
            generation=wanted.generation,
        )
        self._users[uuid] = user
        self._store.put("panel_user", uuid, asdict(user))
        if self._faults.now.vpn.garbage:
            return {"status": "maintenance"}
        link = self.link(user, stale=self._faults.now.vpn.stale_link)
        return {"uuid": uuid, "vless_link": link, "link": link}

    def remove(self, uuid: str) -> bool:
        self._store.delete("panel_user", uuid)
        return self._users.pop(uuid, None) is not None

    @property
    def is_strict(self) -> bool:
        return self._faults.now.vpn.strict

    def restart(self) -> None:
        """The core lost its memory: users are gone, and the epoch differs."""
        self._users.clear()
        self._store.clear("panel_user")
        self.epoch = secrets.token_hex(4)

    def uuids(self) -> list[str]:
        return list(self._users)

    def link(self, user: PanelUser, *, stale: bool = False) -> str:
        uuid = str(uuids.uuid5(uuids.NAMESPACE_OID, user.uuid)) if stale else user.uuid
        query = {
            "encryption": "none",
            "flow": "xtls-rprx-vision",
            "security": "reality",
            "sni": "www.example.com",
            "fp": "chrome",
            "pbk": "Zm9yLWRlbW9uc3RyYXRpb24tb25seS1ub3QtYS1rZXk",
            "sid": "6ba85179e30d4fc2",
            "type": "tcp",
        }
        return (
            f"vless://{uuid}@vpn.example.net:443?{urlencode(query)}#{quote('Tickover ' + user.key)}"
        )

    def show(self) -> list[Json]:
        now = self._clock.now()
        return [
            {
                "key": user.key,
                "uuid": user.uuid,
                "expires_at": user.expires_at.isoformat() if user.expiry_timestamp_ms else None,
                "enabled": not user.expiry_timestamp_ms or user.expires_at > now,
                "generation": user.generation,
                "link": self.link(user),
            }
            for user in self._users.values()
        ]


def router(panel: Panel) -> Router:
    def authorize(x_api_key: Annotated[str, Header()] = "") -> None:
        if not panel.knows(x_api_key):
            raise HTTPException(401, "Invalid API key")

    routes = Router(prefix="/panel", dependencies=[Depends(authorize)])

    @routes.post("/add-user")
    async def add_user(request: Request, body: AddUser) -> Any:
        request.state.entry.params = body.model_dump(mode="json")
        return panel.put(body)

    @routes.post("/update-user")
    async def update_user(request: Request, body: UpdateUser) -> Any:
        request.state.entry.params = body.model_dump(mode="json")
        return panel.put(body)

    @routes.post("/remove-user/{uuid}")
    async def remove_user(request: Request, uuid: uuids.UUID) -> Any:
        request.state.entry.method = "remove-user"
        request.state.entry.params = {"uuid": str(uuid)}
        removed = panel.remove(str(uuid))
        if panel.is_strict and not removed:
            raise HTTPException(404, "User not found")
        return {"uuid": str(uuid), "removed": removed}

    @routes.get("/list-users")
    async def list_users() -> Any:
        return {"uuids": panel.uuids()}

    @routes.get("/health")
    async def health() -> Any:
        return {"status": "ok", "epoch": panel.epoch, "users": len(panel.uuids())}

    return routes
