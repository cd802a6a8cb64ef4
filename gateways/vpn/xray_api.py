"""The adapter for `xray-api`: users by uuid, expiry in milliseconds, a key in a header.

`add-user` is idempotent but does not promise to change the expiry of an existing user;
`update-user` sets the expiry. So a new access takes one call and a changed one takes two. Users
have no names, so nobody else can have taken one, and no notes, so they carry no mark; there is no
version to ask for.
"""

from typing import Any
from uuid import UUID

import httpx
from pydantic import BaseModel, SecretStr

from gateways.errors import Denied, Transient
from gateways.vpn.port import Capability, Desired, Device, Mark, Observed, ScanPage, Version
from gateways.vpn.port import Options as Raw
from gateways.vpn.wire import NotFound, Options, ask, failure, parse_options, parsed

FIRST_GENERATION = 1


class _Uuids(BaseModel):
    uuids: list[UUID]


class XrayApi:
    capabilities: frozenset[Capability] = frozenset({"epoch"})
    majors = frozenset({"1"})

    def __init__(
        self,
        http: httpx.AsyncClient,
        base_url: str,
        key: SecretStr,
        options: Raw,
        mark: Mark,
    ) -> None:
        parse_options(Options, "xray-api", options)
        self._http = http
        self._base_url = base_url.rstrip("/")
        self._headers = {"X-API-Key": key.get_secret_value()}

    async def version(self) -> Version:
        return Version("xray-api", "1")

    async def apply(self, desired: Desired) -> Observed:
        body = {
            "uuid": str(desired.uuid),
            "telegram_id": desired.telegram_id or 0,
            "expiry_timestamp_ms": round(desired.expires_at.timestamp() * 1000),
            # The panel ignores these, but may show them to a person who compares.
            "key": desired.key,
            "generation": desired.generation,
        }
        answer = await self._call("POST", "add-user", body)
        if desired.generation > FIRST_GENERATION:
            await self._call("POST", "update-user", body)
        link = answer.get("vless_link") or answer.get("link")
        if not link:
            raise Transient("xray-api: add-user gave no link")
        if str(desired.uuid) not in str(link):
            raise Transient("xray-api: add-user gave a link of another uuid")
        for uuid in desired.former:
            await self.remove(desired.key, uuid)
        return Observed(
            uuid=desired.uuid,
            key=desired.key,
            generation=desired.generation,
            expires_at=desired.expires_at,
            enabled=True,
            links=(str(link),),
        )

    async def remove(self, key: str, uuid: UUID) -> bool:
        try:
            answer = await self._call("POST", f"remove-user/{uuid}")
        except NotFound:
            return False
        return bool(answer.get("removed", True))

    async def get(self, key: str, uuid: UUID) -> Observed | None:
        page = await self.scan(None)
        return next((observed for observed in page.observed if observed.uuid == uuid), None)

    async def scan(self, cursor: str | None) -> ScanPage:
        """The panel has no pages."""
        uuids = parsed("xray-api", _Uuids, await self._call("GET", "list-users")).uuids
        return ScanPage(tuple(Observed(uuid=uuid) for uuid in uuids), None, len(uuids))

    async def probe(self, known: str | None = None) -> str:
        return str((await self._call("GET", "health")).get("epoch", ""))

    async def devices(self, key: str, uuid: UUID) -> list[Device]:
        raise Denied("xray-api knows no devices")

    async def unbind(self, key: str, uuid: UUID, device_id: str | None) -> None:
        raise Denied("xray-api knows no devices")

    async def _call(
        self, method: str, path: str, body: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        url = f"{self._base_url}/{path}"
        answer = await ask(self._http, "xray-api", method, url, headers=self._headers, json=body)
        if answer.response.is_success and isinstance(answer.body, dict):
            return answer.body
        raise failure("xray-api", answer)
