"""`python -m bot`: one process with the webhook, the dispatcher and, if configured, polling. The
main thread handles updates, another one takes them in (bot/intake.py)."""

import asyncio
import gc
import logging
import socket
import sys

import uvloop

import error_reports
import logs
from bot.components import Components, build
from bot.intake import IntakeThread
from http_server import listen
from settings import SENTRY, BotSettings
from startup import (
    AtSignal,
    StartRefused,
    at_signal,
    check_database,
    leaves,
    refuse_movable_clock,
)

# In seconds. How long the intake waits for handlers that are busy, at each step of a checkout;
# Python's default is 5 ms.
SWITCH_INTERVAL = 0.001
# How many objects are made before a collection; Python's default is 700, less than a tap makes.
GARBAGE = 10_000


async def run(
    settings: BotSettings, listening: socket.socket, at_signal: AtSignal = at_signal
) -> None:
    """Runs until a signal arrives; then accepts nothing new, and finishes what is in flight."""
    stop = asyncio.Event()
    await check_database(settings.database_url.get_secret_value(), "bot")
    payments = settings.payments_database_url.get_secret_value()
    await check_database(payments, "bot", "PAYMENTS_DATABASE_URL")
    await check_database(settings.consumer_dsn, "bot", "CONSUMER_DATABASE_URL")
    intake = IntakeThread(listening)
    async with build(settings, front=intake.open) as components, asyncio.TaskGroup() as tasks:
        at_signal(lambda: halt(stop, intake))
        collect_less()
        tasks.create_task(work(components, stop))
        watching = tasks.create_task(components.watchdog.run(stop))
        telling = tasks.create_task(components.tell_watcher(stop))
        texts = tasks.create_task(components.keep_texts())
        await intake.ended()
        watching.cancel()
        telling.cancel()
        texts.cancel()
        stop.set()


def collect_less() -> None:
    """What is loaded by now stays, and need not be searched for garbage again and again; that and
    collecting more rarely takes a sixth off the CPU of a tap."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE)


def halt(stop: asyncio.Event, intake: IntakeThread) -> None:
    """Claimed messages are finished while the last requests are answered."""
    stop.set()
    intake.stop()


async def work(components: Components, stop: asyncio.Event) -> None:
    """Processes updates. Refuses a movable clock, unless Telegram is emulated too."""
    if not components.settings.telegram_is_emulated:
        await refuse_movable_clock(components.settings.consumer_dsn, stop)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(components.work(stop))
        connecting = tasks.create_task(components.connect_telegram())
        await stop.wait()
        connecting.cancel()


def prepare(settings: BotSettings) -> None:
    """What concerns the whole process."""
    logs.configure(settings.log_level)
    # aiogram logs every update at INFO; the consumer does that better.
    logging.getLogger("aiogram").setLevel(logging.WARNING)
    sys.setswitchinterval(SWITCH_INTERVAL)


def main() -> None:
    settings = BotSettings.load()
    prepare(settings)
    refused: list[str] = []
    try:
        error_reports.begin(settings.sentry_dsn, "bot", settings.proxy_for(SENTRY))
        uvloop.run(run(settings, listen(settings.host, settings.port)))
    except* StartRefused as errors:
        refused = [str(error) for error in leaves(errors)]
    if refused:
        sys.exit(f"bot: {refused[0]}")


if __name__ == "__main__":
    main()
