"""`python -m web`: the subscription page, one process."""

import asyncio
import socket
import sys

import uvloop

import error_reports
import logs
from http_server import Server, configuration, listen
from settings import PageSettings
from startup import StartRefused, check_database
from texts import Catalog
from texts.refresh import keep_current
from web import database
from web.app import create_app


async def run(settings: PageSettings, listening: socket.socket) -> None:
    """Runs until a signal arrives; then accepts nothing new, and finishes what is in flight."""
    dsn = settings.page_database_url.get_secret_value()
    await check_database(dsn, "page", "PAGE_DATABASE_URL")
    async with database.opened(dsn) as pages:
        app = create_app(pages, settings.page_url)
        serving = configuration(app, settings.proxies)
        texts = asyncio.create_task(keep_current(Catalog.load(), pages.shop_texts))
        try:
            await Server(serving, asyncio.Event()).serve(sockets=[listening])
        finally:
            texts.cancel()


def main() -> None:
    settings = PageSettings.load()
    logs.configure(settings.log_level)
    try:
        error_reports.begin(settings.sentry_dsn, "page")
        uvloop.run(run(settings, listen(settings.page_host, settings.page_port, "PAGE_")))
    except StartRefused as refused:
        sys.exit(f"page: {refused}")


if __name__ == "__main__":
    main()
