"""The adapter for `xray-api`: users by uuid, expiry in milliseconds, a key in a header.

`add-user` is idempotent but does not promise to change the expiry of an existing user;
`update-user` sets the expiry. So a new access takes one call and a changed one takes two.
"""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
from pydantic import SecretStr

from gateways.errors import Denied, GatewayError, Rejected, Transient
from gateways.http import retry_after, send, unexpected_answer
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
            # The panel does not use these; where it shows them, a person can compare.
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
        try:
            answer = await self._call("POST", f"remove-user/{uuid}")
        except NoSuchUser:
            return False
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
        try:
            request = self._http.build_request(
                method, f"{self._base_url}/{path}", json=body, headers=self._headers
            )
        except httpx.InvalidURL as error:
            raise Denied("xray-api: the panel's base_url is not a URL") from error
        response = await send(self._http, "xray-api", request)
        try:
            answer = response.json()
        except (ValueError, RecursionError):
            answer = None
        if response.is_success and isinstance(answer, dict):
            return answer
        raise _failure(response, answer if isinstance(answer, dict) else {})


class NoSuchUser(Transient):
    """The panel says that it does not have the user: expected after a removal, unexpected
    otherwise."""


def _failure(response: httpx.Response, answer: dict[str, Any]) -> GatewayError:
    """Only the panel's own words about a user are a verdict about the user. With a page of a proxy,
    an unknown path or a method that is not allowed, the address or the panel is wrong."""
    text = f"xray-api: {response.status_code} from {response.request.url.path.rsplit('/', 1)[0]}"
    said = answer.get("detail") or answer.get("error")
    match response.status_code:
        case 401 | 403 | 407:
            return Denied(text)
        case 429:
            wait = retry_after(response)
            return Transient(text, retry_after=5 if wait is None else wait)
        case 408 | 425:
            return Transient(text, in_doubt=True)
        case 404 | 410 if isinstance(said, str) and "user" in said.lower():
            return NoSuchUser(text)
        case 400 | 409 | 422 if said:
            return Rejected(text)
    return unexpected_answer("xray-api", response)
