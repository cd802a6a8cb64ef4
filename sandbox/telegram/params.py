"""Parameters of a Bot API call: query string, form, multipart or JSON, all read the same way."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request

from sandbox.telegram.errors import bad_request

_MAX_FILE = 50 * 1024 * 1024
_SECRET = ("secret_token", "provider_token")


@dataclass(frozen=True)
class Upload:
    """A file that came with the call."""

    filename: str
    data: bytes


class Params:
    """The parameters of a call. Unknown parameters are ignored, as Telegram does."""

    def __init__(self, values: Mapping[str, Any], files: Mapping[str, Upload]) -> None:
        self._values = values
        self._files = files

    def has(self, name: str) -> bool:
        return self._values.get(name) not in (None, "")

    def text(self, name: str, default: str = "") -> str:
        value = self._values.get(name, default)
        return value if isinstance(value, str) else json.dumps(value)

    def integer(self, name: str) -> int | None:
        value = self._values.get(name)
        if value in (None, ""):
            return None
        try:
            return int(str(value))
        except ValueError:
            return None

    def flag(self, name: str) -> bool:
        return str(self._values.get(name, "")).lower() in ("true", "1")

    def json(self, name: str) -> Any:
        """Returns an object or a list: JSON in a string, or already parsed in a JSON body."""
        value = self._values.get(name)
        if value in (None, ""):
            return None
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None

    def chat_id(self) -> int:
        if not self.has("chat_id"):
            raise bad_request("chat_id is empty")
        chat_id = self.integer("chat_id")
        if chat_id is None:  # @names are for public chats, and the sandbox has none
            raise bad_request("chat not found")
        return chat_id

    def file(self, name: str) -> Upload | str | None:
        """Returns an upload, or the id or address given instead."""
        if name in self._files:
            return self._files[name]
        value = self.text(name)
        return self.attached(value) if value else None

    def attached(self, reference: str) -> Upload | str:
        if not reference.startswith("attach://"):
            return reference
        try:
            return self._files[reference.removeprefix("attach://")]
        except KeyError:
            raise bad_request("wrong file identifier/HTTP URL specified") from None

    def show(self) -> dict[str, Any]:
        """For the journal: JSON decoded, files only by name and size, no secrets."""
        shown = {
            name: "***" if name in _SECRET and value else _unpack(value)
            for name, value in self._values.items()
        }
        files = {
            name: f"<{file.filename}, {len(file.data)} bytes>" for name, file in self._files.items()
        }
        return shown | files


async def read(request: Request) -> Params:
    values: dict[str, Any] = dict(request.query_params)
    files: dict[str, Upload] = {}
    if request.headers.get("content-type", "").startswith("application/json"):
        try:
            body = json.loads(await request.body() or b"{}")
        except ValueError:
            raise bad_request("can't parse JSON") from None
        return Params(values | body, files)
    async with request.form(max_part_size=_MAX_FILE) as form:
        for name, value in form.items():
            if isinstance(value, UploadFile):
                files[name] = Upload(value.filename or name, await value.read())
            else:
                values[name] = value
    return Params(values, files)


def _unpack(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
