"""How forms run: a button begins one, answers fill it in, and a confirmation does what it says."""

import json
from collections.abc import Mapping
from uuid import uuid4

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from bot.admin_api import NotAllowed, Refused
from bot.admin_callbacks import AdminGo, CancelForm, ConfirmForm, FillForm, PickValue
from bot.admin_context import Admin
from bot.handlers.admin.forms import Draft, Field, Form
from bot.screens import Screen
from bot.screens.admin.forms import done_screen, question_screen, summary_screen
from bot.screens.admin.people import why_refused
from texts import Value


def router(forms: Mapping[str, Form]) -> Router:
    router = Router(name="admin-forms")
    filling = Filling(forms)
    router.callback_query.register(filling.begin, FillForm.filter())
    router.callback_query.register(filling.pick, PickValue.filter())
    router.callback_query.register(filling.confirm, ConfirmForm.filter())
    router.callback_query.register(filling.cancel, CancelForm.filter())
    router.message.register(filling.answer, StateFilter("admin_form"), is_answer)
    return router


async def is_answer(message: Message) -> bool:
    return message.text is None or not message.text.startswith("/")


class Filling:
    """The handlers; `forms`: all that there are, by name."""

    def __init__(self, forms: Mapping[str, Form]) -> None:
        self.forms = forms

    async def begin(self, tap: CallbackQuery, callback_data: FillForm, admin: Admin) -> str | None:
        form = self.forms.get(callback_data.form)
        if form is None:
            return await self._stale(admin)
        if not admin.may(form.permission):
            return admin.say("toast-admin-not-allowed")
        draft = Draft(form.name, uuid4().hex, callback_data.about, callback_data.word, {})
        await self._keep(admin, draft)
        await self._show(admin, form, draft)
        return None

    async def pick(self, tap: CallbackQuery, callback_data: PickValue, admin: Admin) -> str | None:
        form, draft = await self._current(admin)
        asked = form.next_field(draft) if form and draft and draft.done is None else None
        if form is None or draft is None or asked is None:
            return await self._stale(admin)
        if callback_data.step != len(draft.values):
            await self._show(admin, form, draft)
            return None
        if callback_data.value is None:
            if not asked.optional:
                return await self._stale(admin)
            value = None
        else:
            offered = await asked.choices(admin, draft) if asked.choices else ()
            kept = {choice.value: choice.stands_for or choice.value for choice in offered}
            if callback_data.value not in kept:
                return await self._stale(admin)
            value = asked.pick(kept[callback_data.value])
        await self._answered(admin, form, draft.with_value(asked.name, value, admin.user.request))
        return None

    async def answer(self, message: Message, admin: Admin) -> None:
        """What is written to a form that asks nothing any more shows it again; where there is none,
        the words are for somebody else."""
        form, draft = await self._current(admin)
        if form is None or draft is None or draft.done is not None:
            raise SkipHandler
        asked = form.next_field(draft)
        if asked is None or draft.answered == str(admin.user.request):
            await self._show(admin, form, draft)
            return
        value = asked.read(message)
        wrong = admin.say("admin-wrong")
        if value is not None and asked.complete:
            try:
                value = await asked.complete(admin, draft, value)
            except Refused as refused:
                value, wrong = None, admin.say("admin-refused", why=why_refused(admin.say, refused))
        if value is None:
            await self._show(admin, form, draft, wrong=wrong)
            return
        await self._answered(admin, form, draft.with_value(asked.name, value, admin.user.request))

    async def confirm(
        self, tap: CallbackQuery, callback_data: ConfirmForm, admin: Admin
    ) -> str | None:
        form, draft = await self._current(admin)
        if form is None or draft is None or draft.token != callback_data.token:
            return await self._stale(admin)
        if draft.done is not None:
            to = AdminGo.unpack(draft.done["to"])
            await admin.show(done_screen(admin.say, draft.done["text"], to))
            return None
        if form.next_field(draft) is not None:
            return await self._stale(admin)
        await self._act(admin, form, draft)
        return None

    async def cancel(
        self, tap: CallbackQuery, callback_data: CancelForm, admin: Admin
    ) -> str | None:
        form, draft = await self._current(admin)
        if form is None or draft is None or draft.token != callback_data.token:
            return await self._stale(admin)
        if draft.done is None:
            await self._keep(admin, None)
            await admin.show(done_screen(admin.say, admin.say("admin-cancelled"), form.back(draft)))
            return None
        to = AdminGo.unpack(draft.done["to"])
        await admin.show(done_screen(admin.say, draft.done["text"], to))
        return None

    async def _stale(self, admin: Admin) -> str:
        """Shows what is filled in now, or the menu, as its words say."""
        form, draft = await self._current(admin)
        if form is None or draft is None or draft.done is not None:
            await admin.show(await admin.user.menu())
        else:
            await self._show(admin, form, draft)
        return admin.say("toast-stale")

    async def _answered(self, admin: Admin, form: Form, draft: Draft) -> None:
        if form.at_once and form.next_field(draft) is None:
            # Whom somebody looked for is not kept.
            await self._act(admin, form, draft)
        else:
            await self._keep(admin, draft)
            await self._show(admin, form, draft)

    async def _act(self, admin: Admin, form: Form, draft: Draft) -> None:
        try:
            done = await form.act(admin, draft)
        except Refused as refused:
            await self._show(admin, form, draft, refused=why_refused(admin.say, refused))
            return
        # What was done is kept until the next form: if Telegram does not take the screen, the tap
        # is handled again, and has to say so instead of being out of date.
        if isinstance(done, Screen):
            await self._keep(admin, None)
            await admin.show(done)
        else:
            await self._keep(admin, draft.with_result(done.text, done.to))
            await admin.show(done_screen(admin.say, done.text, done.to))

    async def _current(self, admin: Admin) -> tuple[Form | None, Draft | None]:
        kept = await admin.calls.value("form")
        if kept is None:
            return None, None
        draft = Draft.of_json(json.loads(kept))
        form = self.forms.get(draft.form)
        if form is not None and not admin.may(form.permission):
            raise NotAllowed(form.permission)
        return form, draft

    async def _keep(self, admin: Admin, draft: Draft | None) -> None:
        await admin.calls.value("keep_form", json.dumps(draft.to_json()) if draft else None)

    async def _show(
        self,
        admin: Admin,
        form: Form,
        draft: Draft,
        *,
        wrong: str | None = None,
        refused: str | None = None,
    ) -> None:
        asked = form.next_field(draft)
        about = await form.about(admin, draft) if form.about else ""
        filled = _filled(admin, form, draft)
        if asked is None:
            shown = summary_screen(admin.say, form.name, draft.token, about, filled, refused)
        else:
            choices = await asked.choices(admin, draft) if asked.choices else ()
            shown = question_screen(
                admin.say,
                form.name,
                draft.token,
                about,
                filled,
                asked.name,
                [(choice.label, choice.value) for choice in choices],
                step=len(draft.values),
                optional=asked.optional,
                wrong=wrong,
            )
        await admin.show(shown)


def _filled(admin: Admin, form: Form, draft: Draft) -> list[tuple[str, Value]]:
    """Includes answers that were left out: leaving one out may be the strongest choice."""

    def shown(field: Field) -> Value:
        value = draft.values[field.name]
        return "–" if value is None else field.shown(admin, draft, value)

    known = [f for f in form.fields if f.name in draft.values and not f.told_above]
    return [(field.name, shown(field)) for field in known]
