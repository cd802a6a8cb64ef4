"""The Bot API over HTTP: `/bot<token>/<method>`."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.routing import Router
from sandbox.telegram import account, currencies, editing, membership, messages, payments
from sandbox.telegram.errors import ApiError
from sandbox.telegram.params import Params, read
from sandbox.telegram.state import Telegram

Method = Callable[[Telegram, Params], Awaitable[Any]]
METHODS: dict[str, Method] = {
    **account.METHODS,
    **messages.METHODS,
    **editing.METHODS,
    **payments.METHODS,
    **membership.METHODS,
}
_COUNTED = re.compile(r"send(?!chataction)|edit(?!user)|copymessage")
"""The calls that the limits on messages count, including edits."""


def router(tg: Telegram) -> Router:
    routes = Router()

    @routes.api_route("/bot{token}/{method}", methods=["GET", "POST"], include_in_schema=False)
    async def call(request: Request, token: str, method: str) -> JSONResponse:
        try:
            result = await _call(tg, request, token, method)
        except ApiError as error:
            request.state.entry.outcome = str(error)
            body: dict[str, Any] = {
                "ok": False,
                "error_code": error.code,
                "description": str(error),
            }
            if error.retry_after is not None:
                body["parameters"] = {"retry_after": error.retry_after}
            if error.migrate_to is not None:
                body["parameters"] = {"migrate_to_chat_id": error.migrate_to}
            return JSONResponse(body, error.code)
        return JSONResponse({"ok": True, "result": result})

    @routes.get("/bots/payments/currencies.json", include_in_schema=False)
    async def listed_currencies() -> JSONResponse:
        return JSONResponse(currencies.listed(tg.faults.now.telegram))

    @routes.get("/file/bot{token}/{path:path}", include_in_schema=False)
    async def file(token: str, path: str) -> Response:
        if token != tg.token:
            return JSONResponse(
                {"ok": False, "error_code": 401, "description": "Unauthorized"}, 401
            )
        return Response(tg.files.read(path.rpartition("/")[2]))

    return routes


async def _call(tg: Telegram, request: Request, token: str, method: str) -> Any:
    entry = request.state.entry
    params = await read(request)
    entry.params = params.show()
    entry.chat_id = params.integer("chat_id")
    faults = tg.faults.now.telegram
    if token != tg.token or faults.revoked:
        raise ApiError(401, "Unauthorized") if ":" in token else ApiError(404, "Not Found")
    if tg.faults.hits("telegram", faults.broken):
        raise ApiError(500, "Internal Server Error: restart")
    handler = METHODS.get(method.lower())
    if handler is None or method.lower() in faults.lacks:
        raise ApiError(404, "Not Found: method not found")
    counted = _COUNTED.match(method.lower())
    if counted and (pause := tg.limits.check(params.chat_id(), faults)):
        raise ApiError(429, f"Too Many Requests: retry after {pause}", pause)
    return await handler(tg, params)
