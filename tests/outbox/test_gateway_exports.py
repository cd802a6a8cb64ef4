"""Files for admins: whole, or not at all."""

from collections.abc import Mapping
from typing import Any

import pytest

from gateways.errors import Transient
from gateways.exports import ExportGateway
from gateways.telegram import TelegramGateway

PAYLOAD = {
    "chat_id": 1,
    "locale": "en",
    "timezone": "UTC",
    "export": 7,
    "name": "ledger-2026-11-01-2026-11-30",
    "slices": [0, 1, 2],
}


class Chats(TelegramGateway):
    def __init__(self) -> None:
        self.sent: list[tuple[str, bytes]] = []

    async def send_document(
        self, payload: Mapping[str, Any], name: str, content: bytes
    ) -> dict[str, Any]:
        self.sent.append((name, content))
        return {"message_id": 1}


def gateway(chats: Chats, slices: Mapping[int, str]) -> ExportGateway:
    async def slice_of(export: int, number: int) -> str | None:
        assert export == 7
        return slices.get(number)

    return ExportGateway(chats, slice_of)


async def test_a_file_has_the_rows_of_all_its_slices() -> None:
    chats = Chats()
    slices = {number: f'[{{"transfer_id": {number}}}]' for number in range(3)}
    await gateway(chats, slices).serve(PAYLOAD)
    ((name, content),) = chats.sent
    assert name == "ledger-2026-11-01-2026-11-30.csv"
    assert content.decode("utf-8-sig").split() == ["transfer_id", "0", "1", "2"]


async def test_a_file_of_which_a_slice_is_gone_is_prepared_again() -> None:
    chats = Chats()
    slices = {number: f'[{{"transfer_id": {number}}}]' for number in (0, 2)}
    with pytest.raises(Transient, match="slice 1 is gone") as raised:
        await gateway(chats, slices).serve(PAYLOAD)
    assert chats.sent == []
    # Telegram is not to blame, and nothing was tried there.
    assert (raised.value.scope, raised.value.in_doubt) == ("lane", False)
    assert raised.value.retry_after is not None
