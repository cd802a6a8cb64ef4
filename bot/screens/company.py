"""The form in which a company asks for an offer."""

from collections.abc import Mapping

from bot.api import CompanyQuestion, CompanyRequest
from bot.callbacks import CompanyForm, Go
from bot.screens.base import Name, Screen, back, button, main_button, screen
from texts import Translator

# The screen that asks a question: its name says which.
ASKING: Mapping[CompanyQuestion, Name] = {
    "company": "company_company",
    "people": "company_people",
    "contact": "company_contact",
    "comment": "company_comment",
}


def company_screen(say: Translator, form: CompanyRequest, *, invalid: bool = False) -> Screen:
    """Shows the next question, or all the answers. `invalid`: the last answer was not
    acceptable."""
    plans = Go(place="plans")
    if form.outcome != "open":
        return screen("company", say("company-closed", why=form.outcome), back(say, plans))
    if form.question is None:
        return _filled_in(say, form)
    parts = [say("company-intro")] if form.question == "company" else []
    if invalid:
        parts.append(say("company-invalid", question=form.question))
    parts.append(say("company-ask", question=form.question))
    skip = [button(say("button-skip"), CompanyForm(act="skip"))]
    again = [button(say("button-company-again"), CompanyForm(act="again"))]
    return screen(
        ASKING[form.question],
        "\n\n".join(parts),
        skip if form.question == "comment" else [],
        [] if form.question == "company" else again,
        back(say, plans),
    )


def _filled_in(say: Translator, form: CompanyRequest) -> Screen:
    text = say(
        "company-filled-in",
        company=form.company or "",
        people=str(form.people),
        contact=form.contact or "",
        comment=form.comment or "–",
    )
    return screen(
        "company",
        text,
        [main_button(say("button-send"), CompanyForm(act="send"))],
        [button(say("button-company-again"), CompanyForm(act="again"))],
        back(say, Go(place="plans")),
    )
