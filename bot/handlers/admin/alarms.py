"""Alarms: what is wrong now, and what was; here, and in the messages that the processes send about
them (gateways/alarms.py)."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.admin_api.alarms import AlarmCalls, Told
from bot.admin_callbacks import AcknowledgeAlarms, AdminGo
from bot.admin_context import Admin
from bot.handlers.admin.places import Notes, Part
from bot.screens import Screen
from bot.screens.admin.alarms import MOST_ENDED, alarm_screen, alarms_screen


async def _shown(admin: Admin, ended: int = MOST_ENDED) -> list[Told]:
    return await AlarmCalls(admin.calls).shown(everything=admin.may("alarms"), ended=ended)


async def show_alarms(admin: Admin, here: AdminGo) -> Screen:
    return alarms_screen(admin.say, await _shown(admin), here)


async def show_alarm(admin: Admin, here: AdminGo) -> Screen:
    """Shows an alarm, unless it ended long ago."""
    found = await _shown(admin)
    for one in found:
        if one["group"] == here.about:
            return alarm_screen(admin.say, one)
    return alarms_screen(admin.say, found, AdminGo(place="alarms"))


async def acknowledge(
    tap: CallbackQuery, callback_data: AcknowledgeAlarms, admin: Admin
) -> str | None:
    """The messages show this when a process looks the next time."""
    outcome = await AlarmCalls(admin.calls).acknowledge(callback_data.group)
    if callback_data.here:
        here = AdminGo(place="alarm", about=callback_data.group)
        await admin.show(await show_alarm(admin, here))
    if outcome == "over":
        return admin.say("toast-admin-alarm-over")
    return admin.say("toast-admin-acknowledged")


async def notes(admin: Admin) -> Notes:
    """Returns how many alarms nobody is on."""
    if not (admin.may("alarms") or admin.may("customers")):
        return Notes()
    lasting = await _shown(admin, ended=0)
    return Notes(counts={"alarms": sum(not one["is_taken"] for one in lasting)})


def router() -> Router:
    router = Router(name="alarms")
    router.callback_query.register(acknowledge, AcknowledgeAlarms.filter())
    return router


PART = Part(
    places={"alarms": show_alarms, "alarm": show_alarm},
    entries={"alarms": "alarms customers"},
    router=router,
    notes=notes,
)
