"""The data of the admin menu's buttons. At each tap, the database (schema `admin`) decides what an
admin may do, not the buttons that he has."""

from typing import Annotated, Literal

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.callbacks import Bigint, MayBeShort

Word = Annotated[str, Field(pattern=r"^[a-z0-9_.-]{1,32}$")]
Short = Annotated[str, Field(max_length=48)]


class AdminGo(MayBeShort, prefix="a"):
    """Opens a screen: `about` is the id of what it shows, `page` from 0 on."""

    place: Word
    about: Bigint | None = None
    page: Bigint | None = None
    word: Word | None = None
    """A choice on that screen, such as a period or a filter."""


class FillForm(MayBeShort, prefix="af"):
    """Begins a form about the thing with that id."""

    form: Word
    about: Bigint | None = None
    word: Word | None = None
    """What it is about, where that has a name and no id."""


class PickValue(MayBeShort, prefix="ap"):
    """Answers a question of the form; without a value, leaves it out. `step`: how many questions
    were answered before, so that a second tap does not answer the next question, too."""

    value: Short | None = None
    step: Bigint | None = None


class ConfirmForm(MayBeShort, prefix="ac"):
    """Does what the form says. The token is the form's: an old button does nothing."""

    token: Word


class SteerBroadcast(CallbackData, prefix="bs"):
    """An action that takes effect at once: a pause, its end, a test to oneself. All others are
    forms."""

    act: Literal["pause", "resume", "test"]
    broadcast: Bigint


class AcknowledgeAlarms(MayBeShort, prefix="ak"):
    """Says that this admin is on a group of alarms. `here`: the button is on its screen in the
    menu, which is then redrawn; the processes edit their own messages."""

    group: Bigint
    here: bool | None = None


class CancelForm(MayBeShort, prefix="ax"):
    token: Word
