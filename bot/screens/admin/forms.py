"""The screens of a form: its questions, and the whole before it is confirmed."""

from collections.abc import Sequence

from bot.admin_callbacks import AdminGo, CancelForm, ConfirmForm, PickValue
from bot.screens.admin.base import (
    back_to,
    fitting_rows,
    paragraphs,
)
from bot.screens.admin.people import shortened
from bot.screens.base import Screen, button, main_button, screen
from texts import Translator, Value

# The whole of a long text is on the screen that shows it; a form has several values.
_LONGEST_VALUE = 300


def question_screen(
    say: Translator,
    form: str,
    token: str,
    about: str,
    filled: Sequence[tuple[str, Value]],
    asked: str,
    choices: Sequence[tuple[str, str]],
    *,
    step: int,
    optional: bool,
    wrong: str | None,
) -> Screen:
    buttons = [button(label, PickValue(value=value, step=step)) for label, value in choices]
    rows = fitting_rows(buttons)
    if optional:
        rows.append([button(say("button-admin-skip"), PickValue(step=step))])
    text = paragraphs(
        [
            say(f"admin-form-{form}"),
            about,
            filled_lines(say, filled),
            wrong,
            say(f"admin-ask-{asked}"),
        ]
    )
    return screen("admin_form", text, *rows, [button(say("button-admin-cancel"), _cancel(token))])


def summary_screen(
    say: Translator,
    form: str,
    token: str,
    about: str,
    filled: Sequence[tuple[str, Value]],
    refused: str | None = None,
) -> Screen:
    text = paragraphs(
        [
            say(f"admin-form-{form}"),
            about,
            filled_lines(say, filled),
            say("admin-refused", why=refused) if refused else None,
        ]
    )
    confirm = [main_button(say("button-admin-confirm"), ConfirmForm(token=token))]
    return screen("admin_form", text, confirm, [button(say("button-admin-cancel"), _cancel(token))])


def done_screen(say: Translator, text: str, to: AdminGo) -> Screen:
    return screen("admin", text, back_to(say, to))


def filled_lines(say: Translator, filled: Sequence[tuple[str, Value]]) -> str:
    def short(value: Value) -> Value:
        return shortened(value, _LONGEST_VALUE) if isinstance(value, str) else value

    return "\n".join(
        say("admin-field", name=say(f"admin-field-{name}"), value=short(value))
        for name, value in filled
    )


def _cancel(token: str) -> CancelForm:
    return CancelForm(token=token)
