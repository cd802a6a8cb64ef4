"""The routes of the subscription page. An unknown address and a replaced one get the same answer,
byte for byte."""

import asyncio
import re
import time
from collections.abc import Awaitable, Mapping, Sequence
from functools import partial
from typing import TypeVar

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from starlette.exceptions import HTTPException

from texts import LANGUAGES, Catalog, Translator, known_language
from web import lists, pages
from web.database import Admission, ClientApp, Device, Pages, Subscription
from web.limits import Limits

TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
METHODS = ["GET", "HEAD"]
# How long the database may take, in seconds. An app that gets no list keeps its old one.
PATIENCE = 5.0
HEADERS = {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex, nofollow",
}
# No third party, nothing inline; frames only for the schemes that open an app.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

Answer = TypeVar("Answer")

log = structlog.get_logger("web")


class Refusal(Exception):
    def __init__(self, status: int, reason: str, wait: float = 0) -> None:
        super().__init__(reason)
        self.status, self.reason, self.wait = status, reason, wait


class Metrics:
    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self.requests = Counter(
            "tickover_page_requests",
            "Requests to the subscription page, by what was asked for and the status of answers.",
            ["what", "status"],
            registry=registry,
        )
        self.seconds = Histogram(
            "tickover_page_seconds",
            "Duration of the answers, by what was asked for.",
            ["what"],
            registry=registry,
        )


class Site:
    """What the routes share."""

    def __init__(self, database: Pages, url: str, limits: Limits, metrics: Metrics) -> None:
        self.database, self.url, self.limits, self.metrics = database, url, limits, metrics
        self.catalog = Catalog.load()

    async def answer(self, what: str, request: Request, making: Awaitable[Response]) -> Response:
        began = time.perf_counter()
        try:
            response = await making
        except Refusal as refusal:
            response = self.refused(request, refusal)
        self.metrics.requests.labels(what, response.status_code).inc()
        self.metrics.seconds.labels(what).observe(time.perf_counter() - began)
        return response

    def refused(self, request: Request, refusal: Refusal) -> Response:
        if refusal.status == 404:
            return self.gone(request)
        if lists.wants_page(agent(request), accept(request)):
            text = pages.later_page(self.say_to(request))
            response = self.html(text, status=refusal.status)
        else:
            text = f"{refusal.reason}\n"
            response = Response(text, refusal.status, HEADERS, media_type="text/plain")
        response.headers["retry-after"] = str(max(1, round(refusal.wait)))
        return response

    def gone(self, request: Request) -> Response:
        if not lists.wants_page(agent(request), accept(request)):
            return Response("not found\n", 404, HEADERS, media_type="text/plain")
        return self.html(pages.gone_page(self.say_to(request)), status=404)

    async def find(self, request: Request, token: str) -> Subscription:
        """Raises Refusal."""
        if TOKEN.fullmatch(token) is None:
            raise Refusal(404, "not found")
        host = request.client.host if request.client else ""
        if wait := self.limits.wait(host, token):
            raise Refusal(429, "too many requests", wait)
        found = await self._ask(self.database.subscription(token))
        if found is None:
            raise Refusal(404, "not found")
        return found

    async def apps(self, locale: str) -> Sequence[ClientApp]:
        return await self._ask(self.database.apps(locale))

    async def _ask(self, asking: Awaitable[Answer]) -> Answer:
        try:
            async with asyncio.timeout(PATIENCE):
                return await asking
        except Exception as error:
            log.warning("the database did not answer", error=type(error).__name__)
            raise Refusal(503, "unavailable", 30) from error

    async def admit(self, request: Request, token: str, found: Subscription) -> Admission:
        """Customers get their links also while devices cannot be counted."""
        if not found.links:
            return "open"
        try:
            async with asyncio.timeout(PATIENCE):
                return await self.database.admit(token, device(request))
        except Exception as error:
            log.warning("the device was not counted", error=type(error).__name__)
            return "open"

    def address(self, token: str) -> str:
        return f"{self.url}/sub/{token}"

    def translator(self, request: Request, subscription: Subscription) -> Translator:
        """Uses the language chosen on the page, else the one chosen in the bot."""
        chosen = request.query_params.get("lang", "")
        locale = chosen if chosen in LANGUAGES else subscription.locale
        return self.catalog.translator(locale, subscription.timezone, subscription.now)

    def say_to(self, request: Request) -> Translator:
        """For a visitor about whom only the browser's language is known."""
        wanted = request.headers.get("accept-language", "")[:200].split(",")
        known = (known_language(one.split(";")[0].strip()) for one in wanted if one.strip())
        return self.catalog.translator(next(known, "en"))

    def html(self, text: str, apps: Sequence[ClientApp] = (), *, status: int = 200) -> Response:
        frames = " ".join(pages.schemes(apps)) or "'none'"
        policy = {"content-security-policy": f"{POLICY}; frame-src {frames}"}
        return Response(text, status, {**HEADERS, **policy}, media_type="text/html")

    # -- Requests

    async def subscription(self, request: Request, token: str) -> Response:
        found = await self.find(request, token)
        say, address = self.translator(request, found), self.address(token)
        if lists.wants_page(agent(request), accept(request)):
            apps = await self.apps(found.locale)
            languages = await self._ask(self.database.languages())
            return self.html(pages.address_page(found, apps, say, address, languages), apps)
        return await self.list(request, token, found)

    async def links(self, request: Request, token: str) -> Response:
        return await self.list(request, token, await self.find(request, token), links=True)

    async def list(
        self, request: Request, token: str, found: Subscription, *, links: bool = False
    ) -> Response:
        say, address = self.translator(request, found), self.address(token)
        admission = await self.admit(request, token, found)
        if admission != "open":
            found = lists.refused(found, admission, say)
        hwid = device(request).id
        made = lists.list_for(agent(request), found, say, address, links=links, hwid=hwid)
        headers: Mapping[str, str] = {**HEADERS, **made.headers, "content-type": made.media_type}
        return Response(made.body, 200, headers)

    async def opening(
        self, request: Request, token: str, code: str, platform: str | None
    ) -> Response:
        """Redirects to the page if the app is no longer offered."""
        found = await self.find(request, token)
        apps = await self.apps(found.locale)
        say, address = self.translator(request, found), self.address(token)
        text = pages.open_page(found, apps, code, say, address, platform)
        if text is None:
            return Response(None, 303, {**HEADERS, "location": address})
        return self.html(text, apps)

    async def qr(self, request: Request, token: str) -> Response:
        await self.find(request, token)
        image = await asyncio.to_thread(pages.qr_code, self.address(token))
        return Response(image, 200, HEADERS, media_type="image/svg+xml")


def agent(request: Request) -> str:
    return request.headers.get("user-agent", "")[:500]


def accept(request: Request) -> str:
    return request.headers.get("accept", "")[:500]


def device(request: Request) -> Device:
    """Reads the headers that panels read as well. Whatever they contain, it is only hashed or shown
    as text."""
    id_, model, system, version = (
        re.sub(r"[^\x21-\x7e]+", " ", request.headers.get(name, "")[:200]).strip()
        for name in ("x-hwid", "x-device-model", "x-device-os", "x-ver-os")
    )
    return Device(id_, model, f"{system} {version}".strip())


def create_app(database: Pages, url: str, limits: Limits | None = None) -> FastAPI:
    """`url`: the public address before /sub/<token>."""
    metrics = Metrics()
    site = Site(database, url, limits or Limits(), metrics)
    app = FastAPI(
        title="Tickover", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False
    )
    get = partial(app.api_route, methods=METHODS)

    @get("/sub/static/{name}")
    async def static(name: str) -> Response:
        content, media_type = pages.static_files().get(name, (None, ""))
        if content is None:
            raise HTTPException(404)
        keep = {**HEADERS, "cache-control": "public, max-age=31536000, immutable"}
        return Response(content, 200, {**keep, "content-type": media_type})

    @get("/sub/{token}")
    async def subscription(request: Request, token: str) -> Response:
        return await site.answer("subscription", request, site.subscription(request, token))

    @get("/sub/{token}/links")
    async def links(request: Request, token: str) -> Response:
        return await site.answer("links", request, site.links(request, token))

    @get("/sub/{token}/qr.svg")
    async def qr(request: Request, token: str) -> Response:
        return await site.answer("qr", request, site.qr(request, token))

    @get("/sub/{token}/open/{code}")
    async def opening(request: Request, token: str, code: str, on: str | None = None) -> Response:
        """`on`: the platform for which the app is to be opened."""
        return await site.answer("open", request, site.opening(request, token, code, on))

    @app.get("/health")
    async def health() -> dict[str, bool]:
        """The process answers."""
        return {"ok": True}

    @app.get("/ready")
    async def ready() -> JSONResponse:
        """200 if it can answer for a subscription, else 503."""
        try:
            async with asyncio.timeout(PATIENCE):
                await database.check()
        except Exception as error:
            return JSONResponse({"ready": False, "detail": type(error).__name__}, 503)
        return JSONResponse({"ready": True})

    @app.get("/metrics")
    async def prometheus() -> Response:
        return Response(generate_latest(metrics.registry), media_type="text/plain; version=0.0.4")

    @app.exception_handler(404)
    async def nothing(request: Request, _: Exception) -> Response:
        return site.gone(request)

    return app
