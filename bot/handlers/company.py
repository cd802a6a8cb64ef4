"""The form in which a company asks for an offer, question by question."""

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from bot.api import CompanyQuestion
from bot.callbacks import CompanyForm
from bot.context import UserContext
from bot.handlers.support import is_written
from bot.screens import company_screen, written_screen
from bot.screens.company import ASKING


def router() -> Router:
    router = Router(name="company")
    router.callback_query.register(act, CompanyForm.filter())
    router.message.register(answer, StateFilter(*ASKING.values()), is_written)
    return router


async def answer(message: Message, user: UserContext, raw_state: str) -> None:
    """A file is no answer, and neither is an empty text."""
    question = next(question for question, name in ASKING.items() if name == raw_state)
    await keep(user, question, message.text)


async def keep(user: UserContext, question: CompanyQuestion, text: str | None) -> None:
    answered = await user.api.answer_company_question(user.telegram_id, question, text)
    form = await user.api.company_request(user.telegram_id)
    await user.show(company_screen(user.say, form, invalid=answered.outcome == "invalid"))


async def act(tap: CallbackQuery, callback_data: CompanyForm, user: UserContext) -> str | None:
    who, api = user.telegram_id, user.api
    match callback_data.act:
        case "skip":
            await keep(user, "comment", "")
            return None
        case "again":
            await api.restart_company_request(who)
        case "send":
            message = tap.message.message_id if tap.message else 0
            sent = await api.send_company_request(who, user.request, message)
            if sent.ticket_id is not None:
                await user.show(
                    written_screen(user.say, "company", sent.ticket_id, is_read=sent.is_read)
                )
                return None
    await user.show(company_screen(user.say, await api.company_request(who)))
    return None
