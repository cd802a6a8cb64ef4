"""The application: emulators behind the fault middleware, control API, inspector, page."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from starlette.responses import FileResponse
from starlette.staticfiles import StaticFiles

from sandbox import control, crypto_pay, heleket, inspector, stripe, yookassa
from sandbox.emulators import Emulators
from sandbox.fault_middleware import FaultMiddleware
from sandbox.panels import remnawave, xray_api
from sandbox.settings import SandboxSettings
from sandbox.telegram import api

_PAGE = Path(__file__).parent / "page"
_STRICT = {"Content-Security-Policy": "default-src 'self'"}
"""No script, style or picture from other servers: texts on the page come from outside."""


def create_app(settings: SandboxSettings) -> FastAPI:
    emulators = Emulators.create(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await emulators.start()
        yield
        await emulators.close()

    app = FastAPI(title="Tickover sandbox", docs_url=None, redoc_url=None, lifespan=lifespan)
    app.state.emulators = emulators
    app.add_middleware(
        FaultMiddleware, journal=emulators.journal, faults=emulators.faults, feed=emulators.feed
    )
    for router in (
        api.router(emulators.telegram),
        xray_api.router(emulators.panel),
        remnawave.router(emulators.remnawave, "/remnawave"),
        crypto_pay.router(emulators.crypto),
        yookassa.router(emulators.yookassa),
        stripe.router(emulators.stripe),
        heleket.router(emulators.heleket),
        control.router(emulators),
        inspector.router(emulators.clock),
    ):
        # Not included, which would build each route once more: every test has a sandbox.
        app.router.routes.extend(router.routes)
    for kind in control.REFUSED:
        app.add_exception_handler(kind, control.refuse)

    @app.get("/", include_in_schema=False)
    async def page() -> FileResponse:
        return FileResponse(_PAGE / "chat.html", headers=_STRICT)

    @app.get("/pay/{provider}/{number}", include_in_schema=False)
    async def checkout(provider: str, number: str) -> FileResponse:
        return FileResponse(_PAGE / "checkout.html", headers=_STRICT)

    app.mount("/page", StaticFiles(directory=_PAGE))
    return app
