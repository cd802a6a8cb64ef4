"""Alarms, in the messages that the processes send about them (gateways/alarms.py)."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.admin_callbacks import AcknowledgeAlarms
from bot.admin_context import Admin
from bot.handlers.admin.places import Part


async def acknowledge(
    tap: CallbackQuery, callback_data: AcknowledgeAlarms, admin: Admin
) -> str | None:
    """The messages say so when a process looks the next time."""
    if await admin.calls.value("acknowledge_alarms", callback_data.group) == "over":
        return admin.say("toast-admin-alarm-over")
    return admin.say("toast-admin-acknowledged")


def router() -> Router:
    router = Router(name="alarms")
    router.callback_query.register(acknowledge, AcknowledgeAlarms.filter())
    return router


PART = Part(places={}, router=router)
