"""Somebody who taps whatever was ever shown to him, and writes whatever comes to his mind."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.telegram.chats import Chat
from simulation.hostile.people import Person

# As they follow /start; those that others were given come with what the wanderers read.
LINKS = ("promo_SPRING", "promo_GONE", "plan_basic", "plan_plus", "plan_none", "support", "menu")
NO_LINKS = ("gift_00000000000000000000", "ref_00000000", "owner_0000", "x", "promo_", "gift_")
COMMANDS = (
    *("/start", "/profile", "/buy", "/gift", "/game", "/connect", "/history", "/promo"),
    *("/referral", "/language", "/support", "/privacy", "/help", "/terms", "/paysupport"),
    *("/unknown", "/admin"),
)
WORDS = (
    *("500", "149.50 ₽", "1 000 rub", "0", "-5", "99999999999", "10 $", "١٥٠"),
    *("SPRING", "BONUS", "WEEK", "spring ", "NOCODE", "Hello, who is there?", "My TV", "a" * 300),
    *("4111 1111 1111 1111", "+7 900 123-45-67 Sberbank", "TQn9Y2khEsLJW1ChVWFMSMeRDow5KcbLSE"),
    *("<b>bold</b> & more", "{ $amount }", "%s %(x)s", "\N{RIGHT-TO-LEFT OVERRIDE}abc", "🎳", "."),
)

# What leads to something that is paid, or pays it.
BUYS = ("pay:", "fund:", "with:", "price:", "plan:", "give", "take:", "addprice", "send:", "later:")
# What fills in the forms of the admin menu, and confirms them.
DOES = ("ac:", "ap:", "af:")
OWNER_WORDS = (
    *("1001", "1", "2", "7", "30", "100", "149", "1000", "0", "-1", "99999999999999", "1.5", "50%"),
    *("Because he asked", "Hello & <b>welcome</b>", "SUMMER", "summer", "basic", "RUB", "P1001"),
    *("2028-03-01", "1 March 2028", "01.03.2028 12:00", "10:00", "tomorrow", "@nobody", "{}"),
    *("https://t.me/news", "https://example.com/help", "main", "Europe/Berlin", "a" * 1200, "5"),
    *("{ $plan }", "{ plan", "Text with { $amount }", "[]", "null", "10 20 30", "🎁", "ru", "en"),
)


@dataclass(frozen=True)
class Button:
    """As it was shown: what it says, and the message that it was on."""

    message_id: int
    label: str
    data: str
    """What is sent when it is tapped; an address."""
    is_link: bool
    text: str
    shown_at: datetime
    locale: str

    @property
    def kind(self) -> str:
        """Of all buttons that are alike but for numbers and tokens."""
        return ":".join(
            "#" if part.isdigit() or len(part) > 20 else part for part in self.data.split(":")
        )


@dataclass
class Wanderer(Person):
    language: str = "en"
    locale: str = "en"
    """The shop's language for him."""
    buttons: dict[tuple[int, str], Button] = field(default_factory=dict)
    """Every one that was ever shown to him."""
    now_shown: list[Button] = field(default_factory=list)
    tapped: Counter[str] = field(default_factory=Counter)
    seen: dict[int, Any] = field(default_factory=dict)
    """The messages of his chat as they were at the last look."""
    written: list[str] = field(default_factory=list)
    is_owner: bool = False
    foreign: bool = False
    """He has read something in another language than English."""

    def look(self, chat: Chat, now: datetime) -> None:
        for id_, message in chat.messages.items():
            if self.seen.get(id_) is not message.api and message.from_bot:
                for button in _buttons(message.api, now, self.locale):
                    self.buttons[id_, button.data] = button
        self.seen = {id_: message.api for id_, message in chat.messages.items()}
        newest = sorted(chat.messages.values(), key=lambda message: message.id)
        self.now_shown = [
            button
            for message in newest[-3:]
            if message.from_bot
            for button in _buttons(message.api, now, self.locale)
        ]

    def choose(self) -> Button | None:
        """Mostly of what he sees now, and rather what he has tapped less often than others."""
        known = [one for one in self.buttons.values() if not one.is_link]
        shown = [one for one in self.now_shown if not one.is_link]
        choices = shown if shown and self.likely(0.7) else known
        if not choices:
            return None
        final = [one for one in shown if one.data.startswith("pay:")]
        if final and self.likely(0.4):
            return final[-1]
        weights = [
            (10 if one.data.startswith((*BUYS, *DOES)) else 1) / (1 + self.tapped[one.kind])
            for one in choices
        ]
        (button,) = self.chance.choices(choices, weights)
        self.tapped[button.kind] += 1
        return button

    def did(self, at: datetime, button: Button) -> None:
        self.acts.append((at, f"taps {button.data}"))

    def page(self) -> Button | None:
        """Where something can be paid, however old."""
        pages = [one for one in self.buttons.values() if one.is_link and is_page(one.data)]
        if not pages:
            return None
        return pages[-1] if self.likely(0.6) else self.chance.choice(pages)

    def expects(self, raw: str) -> bool:
        """He wrote it himself, or it is the id of a payment, which owners are shown."""
        return any(raw in words for words in self.written) or (self.is_owner and raw[8:9] == "-")

    def words(self, links: list[str]) -> str:
        lot = self.chance.random()
        if self.is_owner and lot < 0.85:
            return self.chance.choice(OWNER_WORDS)
        if lot < 0.25:
            return self.chance.choice(COMMANDS)
        if lot < 0.5:
            return f"/start {self.chance.choice([*LINKS, *NO_LINKS, *links[-12:], *links[-3:]])}"
        return self.chance.choice(WORDS)


def is_page(url: str) -> bool:
    return "/pay/" in url or url.startswith("https://t.me/$")


def _buttons(message: Mapping[str, Any], now: datetime, locale: str) -> Iterator[Button]:
    text = message.get("text") or message.get("caption") or ""
    for row in message.get("reply_markup", {}).get("inline_keyboard", []):
        for button in row:
            data = button.get("callback_data") or button.get("url")
            if data:
                link = "url" in button
                label = button["text"]
                yield Button(message["message_id"], label, data, link, text, now, locale)


_START = re.compile(r"start(?:=|%3D)((?:ref|gift|owner|promo)_[\w-]+)")


def links_in(text: str) -> list[str]:
    return _START.findall(text)
