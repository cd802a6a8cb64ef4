"""Private chats: the people, and the messages as Telegram stores them. Groups have the messages of
the bot only."""

from dataclasses import asdict, dataclass, field
from datetime import datetime

from sandbox.faults import TelegramFaults
from sandbox.store import Json, Store
from sandbox.telegram.errors import NO_CHAT, ApiError, bad_request, forbidden

_KEPT = 500
"""Messages kept per chat; a load test must not fill the memory with unread messages."""


@dataclass
class Message:
    """A message as the Bot API shows it, and what only Telegram knows about it."""

    api: Json
    terms: Json | None = None
    """The terms of an invoice: payload, currency, amount."""
    paid: bool = False

    @property
    def id(self) -> int:
        number: int = self.api["message_id"]
        return number

    @property
    def from_bot(self) -> bool:
        return bool(self.api["from"]["is_bot"])


@dataclass
class Chat:
    """A person's private chat with the bot, or a group."""

    id: int
    user: Json
    blocked: bool = False
    last_id: int = 0
    alerts: list[Json] = field(default_factory=list)
    messages: dict[int, Message] = field(default_factory=dict)
    moved_to: int | None = None
    """The id of the supergroup that this group has become."""
    refuses: str | None = None
    """Why the bot may not write there, as Telegram says it."""

    @property
    def is_group(self) -> bool:
        return self.id < 0

    def reference(self) -> Json:
        """The Chat object in messages."""
        if self.is_group:
            kind = "supergroup" if str(self.id).startswith("-100") else "group"
            return {"id": self.id, "type": kind, "title": self.user["first_name"]}
        names: Json = {
            key: self.user[key]
            for key in ("first_name", "last_name", "username")
            if key in self.user
        }
        return {"id": self.id, "type": "private", **names}


class Chats:
    """All chats, written through to the store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.all: dict[int, Chat] = {}
        for body in store.all("chat"):
            self.all[body["id"]] = Chat(**body)
        messages = (Message(**body) for body in store.all("message"))
        for message in sorted(messages, key=lambda m: m.id):
            self.all[message.api["chat"]["id"]].messages[message.id] = message

    def find(self, chat_id: int) -> Chat:
        """Returns the chat, or Telegram's error for a stranger: a bot cannot write first."""
        chat = self.all.get(chat_id)
        if chat is None:
            raise bad_request(NO_CHAT)
        return chat

    def open(self, chat_id: int, faults: TelegramFaults) -> Chat:
        """Returns a chat to which the bot may write."""
        if faults.strangers:
            raise bad_request(NO_CHAT)
        chat = self.find(chat_id)
        if chat.moved_to is not None:
            why = "Bad Request: group chat was upgraded to a supergroup chat"
            raise ApiError(400, why, migrate_to=chat.moved_to)
        if chat.is_group and chat.blocked:
            raise forbidden("bot was kicked from the supergroup chat")
        if chat.refuses is not None:
            raise bad_request(chat.refuses)
        if not chat.is_group and (chat.blocked or faults.blocked):
            raise forbidden("bot was blocked by the user")
        return chat

    def source(self, chat_id: int) -> Chat:
        """Returns a chat from which the bot may copy."""
        chat = self.find(chat_id)
        if chat.is_group and chat.blocked:
            raise forbidden("bot is not a member of the supergroup chat")
        return chat

    def meet(self, chat_id: int, profile: Json) -> Chat:
        """Returns the chat of a person, whose name or language may have changed."""
        chat = self.all.get(chat_id)
        if chat is None:
            user = {
                "id": chat_id,
                "is_bot": False,
                "first_name": f"User {chat_id}",
                "language_code": "en",
            }
            chat = self.all[chat_id] = Chat(chat_id, user)
        chat.user |= {key: value for key, value in profile.items() if value is not None}
        self.save(chat)
        return chat

    def add(self, chat: Chat, sender: Json, date: datetime, content: Json) -> Message:
        chat.last_id += 1
        head = {"message_id": chat.last_id, "from": sender, "chat": chat.reference()}
        message = Message({**head, "date": int(date.timestamp()), **content})
        chat.messages[message.id] = message
        while len(chat.messages) > _KEPT:
            self.delete(chat, min(chat.messages))
        self.save(chat)
        self.save_message(message)
        return message

    def delete(self, chat: Chat, message_id: int) -> None:
        chat.messages.pop(message_id, None)
        self._store.delete("message", f"{chat.id}:{message_id}")

    def alert(self, chat: Chat, alert: Json) -> None:
        """Records what the client showed outside the chat: a toast, a dialog, a refused payment."""
        chat.alerts.append({"n": chat.alerts[-1]["n"] + 1 if chat.alerts else 1, **alert})
        del chat.alerts[:-100]
        self.save(chat)

    def save(self, chat: Chat) -> None:
        kept = ("id", "user", "blocked", "last_id", "alerts", "moved_to")
        body = {key: getattr(chat, key) for key in kept}
        self._store.put("chat", chat.id, body)

    def save_message(self, message: Message) -> None:
        self._store.put("message", f"{message.api['chat']['id']}:{message.id}", asdict(message))
