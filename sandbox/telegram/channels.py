"""Channels: who is in them, and whether the bot is an administrator there."""

from dataclasses import asdict, dataclass, field

from sandbox.store import Json, Store


@dataclass
class Channel:
    id: int
    title: str = "Channel"
    has_bot: bool = True
    members: dict[str, str] = field(default_factory=dict)
    """The status of people by their id, as JSON has it; who is not named has left."""

    def status(self, user_id: int) -> str:
        return self.members.get(str(user_id), "left")

    def reference(self) -> Json:
        return {"id": self.id, "type": "channel", "title": self.title}


class Channels:
    """All channels, written through to the store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.all = {body["id"]: Channel(**body) for body in store.all("channel")}

    def save(self, channel: Channel) -> None:
        self.all[channel.id] = channel
        self._store.put("channel", channel.id, asdict(channel))
