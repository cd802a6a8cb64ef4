"""The adapter of `xray-api`: users by uuid, expiry in milliseconds, a key in a header.

`add-user` is idempotent but does not promise to change the expiry of a user that it knows;
`update-user` sets the expiry. So a new access takes one call and a changed one takes two.
"""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
from pydantic import SecretStr

from gateways.errors import Denied, GatewayError, Rejected, Transient
from gateways.http import retry_after, send
from gateways.vpn.port import Desired, Observed

FIRST_GENERATION = 1


class XrayApi:
    def __init__(self, http: httpx.AsyncClient, base_url: str, key: SecretStr) -> None:
        self._http = http
        self._base_url = base_url.rstrip("/")
        self._headers = {"X-API-Key": key.get_secret_value()}

    async def apply(self, desired: Desired) -> Observed:
        body = {
            "uuid": str(desired.uuid),
            "telegram_id": desired.telegram_id or 0,
            "expiry_timestamp_ms": round(desired.expires_at.timestamp() * 1000),
            # The panel has no use for these; where it shows them, a person can compare.
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
        return Observed(
            desired.uuid, desired.key, desired.generation, desired.expires_at, str(link)
        )

    async def remove(self, key: str, uuid: UUID) -> bool:
        answer = await self._call("POST", f"remove-user/{uuid}")
        return bool(answer.get("removed", True))

    async def get(self, key: str, uuid: UUID) -> Observed | None:
        async for observed in self.scan():
            if observed.uuid == uuid:
                return observed
        return None

    async def scan(self) -> AsyncIterator[Observed]:
        for uuid in (await self._call("GET", "list-users"))["uuids"]:
            yield Observed(UUID(uuid))

    async def probe(self) -> str:
        return str((await self._call("GET", "health")).get("epoch", ""))

    async def _call(
        self, method: str, path: str, body: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        request = self._http.build_request(
            method, f"{self._base_url}/{path}", json=body, headers=self._headers
        )
        response = await send(self._http, "xray-api", request)
        if not response.is_success:
            raise _failure(response)
        try:
            answer: dict[str, Any] = response.json()
        except ValueError as error:
            raise Transient("xray-api: an answer that is not JSON", in_doubt=True) from error
        return answer


def _failure(response: httpx.Response) -> GatewayError:
    text = f"xray-api: {response.status_code} from {response.request.url.path.rsplit('/', 1)[0]}"
    match response.status_code:
        case 401 | 403:
            return Denied(text)
        case 429:
            return Transient(text, retry_after=retry_after(response) or 5)
        case code if 400 <= code < 500 and code != 408:
            return Rejected(text)
    return Transient(text, in_doubt=True)
