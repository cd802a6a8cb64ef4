"""`python -m web`: the subscription page, one process."""

import asyncio
import socket
import sys

import uvloop

import error_reports
import logs
from http_server import Server, configuration, listen
from settings import SENTRY, PageSettings
from startup import AtSignal, StartRefused, at_signal, check_database
from texts import Catalog
from texts.refresh import keep_current
from web import database
from web.app import create_app


async def run(
    settings: PageSettings, listening: socket.socket, at_signal: AtSignal = at_signal
) -> None:
    """Runs until a signal arrives; then accepts nothing new, and finishes what is in flight."""
    dsn = settings.page_database_url.get_secret_value()
    await check_database(dsn, "page", "PAGE_DATABASE_URL")
    async with database.opened(dsn) as pages:
        app = create_app(pages, settings.page_url)
        server = Server(configuration(app, settings.believed))
        at_signal(server.stop)
        texts = asyncio.create_task(keep_current(Catalog.load(), pages.shop_texts))
        try:
            await server.serve(sockets=[listening])
        finally:
            texts.cancel()


def main() -> None:
    settings = PageSettings.load()
    logs.configure(settings.log_level)
    try:
        error_reports.begin(settings.sentry_dsn, "page", settings.proxy_for(SENTRY))
        uvloop.run(run(settings, listen(settings.page_host, settings.page_port, "PAGE_")))
    except StartRefused as refused:
        sys.exit(f"page: {refused}")


if __name__ == "__main__":
    main()
