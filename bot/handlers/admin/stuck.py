"""What is stuck: deliveries, dead letters, parked rows, brakes."""

from collections.abc import Awaitable, Callable

from bot.admin_api.queues import QueueCalls, Stuck
from bot.admin_callbacks import AdminGo
from bot.admin_context import Admin
from bot.handlers.admin.forms import REASON, Done, Draft, Form
from bot.handlers.admin.places import Notes, Part
from bot.screens import Screen
from bot.screens.admin.stuck import dead_letter_screen, dead_screen, stuck_line, stuck_screen
from texts import moment

HERE = AdminGo(place="stuck")


async def show_stuck(admin: Admin, here: AdminGo) -> Screen:
    return stuck_screen(admin.say, await QueueCalls(admin.calls).stuck(), here)


async def show_dead(admin: Admin, here: AdminGo) -> Screen:
    letters = await QueueCalls(admin.calls).dead_letters(here.word or "")
    return dead_screen(admin.say, letters, here)


async def show_letter(admin: Admin, here: AdminGo) -> Screen:
    letters = await QueueCalls(admin.calls).dead_letters(here.word or "")
    for one in letters:
        if one.id == here.about:
            return dead_letter_screen(admin.say, one, here.word or "")
    return dead_screen(admin.say, letters, AdminGo(place="dead", word=here.word))


async def _about(admin: Admin, draft: Draft, kind: str) -> Stuck | None:
    for one in await QueueCalls(admin.calls).stuck():
        if one.kind == kind and (one.subject == draft.word or one.id == draft.about is not None):
            return one
    return None


def about(kind: str, then: str) -> Callable[[Admin, Draft], Awaitable[str]]:
    """Shows what is stuck, and what the form does about it."""

    async def told(admin: Admin, draft: Draft) -> str:
        found = await _about(admin, draft, kind)
        said = stuck_line(admin.say, found) if found else ""
        return f"{said}\n\n{admin.say(then)}"

    return told


async def about_letters(admin: Admin, draft: Draft) -> str:
    letters = await QueueCalls(admin.calls).dead_letters(draft.word or "")
    count = 1 if draft.about is not None else len(letters)
    then = {"redrive": "admin-redrive-then", "discard": "admin-discard-then"}[draft.form]
    return admin.say(then, count=count, kind=draft.word or "")


async def redrive(admin: Admin, draft: Draft) -> Done:
    count = await QueueCalls(admin.calls).redrive(draft.word, draft.about, draft.values["reason"])
    return Done(admin.say("admin-redriven", count=count), HERE)


async def discard(admin: Admin, draft: Draft) -> Done:
    count = await QueueCalls(admin.calls).discard(draft.word, draft.about, draft.values["reason"])
    return Done(admin.say("admin-discarded", count=count), HERE)


async def unpark(admin: Admin, draft: Draft) -> Done:
    count = await QueueCalls(admin.calls).unpark_all(draft.word or "", draft.values["reason"])
    return Done(admin.say("admin-unparked", count=count), HERE)


async def release(admin: Admin, draft: Draft) -> Done:
    until = await QueueCalls(admin.calls).release_brake(draft.word or "", draft.values["reason"])
    return Done(admin.say("admin-released", until=moment(until)), HERE)


async def resume(admin: Admin, draft: Draft) -> Done:
    await QueueCalls(admin.calls).resume(draft.about or 0, draft.values["reason"])
    return Done(admin.say("admin-resumed"), HERE)


async def notes(admin: Admin) -> Notes:
    if not admin.may("queues"):
        return Notes()
    return Notes(counts={"stuck": await QueueCalls(admin.calls).count()})


PART = Part(
    places={"stuck": show_stuck, "dead": show_dead, "dead_letter": show_letter},
    forms=(
        Form("redrive", "queues", (REASON,), redrive, lambda _: HERE, about_letters),
        Form("discard", "queues", (REASON,), discard, lambda _: HERE, about_letters),
        Form(
            "unpark",
            "queues",
            (REASON,),
            unpark,
            lambda _: HERE,
            about("parked", "admin-unpark-then"),
        ),
        Form(
            "release",
            "queues",
            (REASON,),
            release,
            lambda _: HERE,
            about("brake", "admin-release-then"),
        ),
        Form(
            "resume",
            "queues",
            (REASON,),
            resume,
            lambda _: HERE,
            about("destination", "admin-resume-then"),
        ),
    ),
    entries={"stuck": "queues"},
    notes=notes,
)
