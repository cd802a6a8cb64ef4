"""Photos and documents that the bot sent; stored, so that old messages still show them."""

import mimetypes
import secrets
import struct
from pathlib import Path

from sandbox.store import Json, Store
from sandbox.telegram.errors import bad_request
from sandbox.telegram.params import Upload

_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"


class Files:
    """Bytes by file id. Without a folder they stay in memory."""

    def __init__(self, store: Store, folder: Path | None) -> None:
        self._store = store
        self._folder = folder
        self._known: dict[str, Json] = {body["file_id"]: body for body in store.all("file")}
        self._bytes: dict[str, bytes] = {}
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    def photo(self, given: Upload | str | None) -> list[Json]:
        """The sizes of a photo that was sent now, or is known by its id."""
        file = self._take(given, "photo")
        data = self.read(file["file_id"])
        if data.startswith(_PNG) and len(data) > 24:
            width, height = struct.unpack(">II", data[16:24])
        elif data.startswith(_JPEG):
            width, height = 1280, 720  # the real size is deep inside the file
        else:
            raise bad_request("IMAGE_PROCESS_FAILED")
        if width + height > 10_000:
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        return [{**_public(file), "width": width, "height": height}]

    def video(self, given: Upload | str | None) -> Json:
        file = self._take(given, "video")
        if not file["path"].startswith("videos/"):
            raise bad_request(f"can't use file of type {file['path'].split('s/')[0]} as Video")
        return {
            **_public(file),
            **{"width": 1280, "height": 720, "duration": 10},
            **{"file_name": file["name"], "mime_type": file["type"]},
        }

    def document(self, given: Upload | str | None) -> Json:
        file = self._take(given, "document")
        return {**_public(file), "file_name": file["name"], "mime_type": file["type"]}

    def find(self, file_id: str) -> Json:
        if file_id not in self._known:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        return self._known[file_id]

    def read(self, file_id: str) -> bytes:
        if self._folder is not None:
            return (self._folder / file_id).read_bytes()
        return self._bytes[file_id]

    def _take(self, given: Upload | str | None, what: str) -> Json:
        if given is None:
            raise bad_request(f"there is no {what} in the request")
        if isinstance(given, str):
            if "://" in given:  # the sandbox has no other servers to fetch from
                raise bad_request("failed to get HTTP URL content")
            return self.find(given)
        if not given.data:
            raise bad_request("file must be non-empty")
        file_id = f"F{secrets.token_urlsafe(18)}"
        file = {
            "file_id": file_id,
            "name": given.filename,
            "type": mimetypes.guess_type(given.filename)[0] or "application/octet-stream",
            "size": len(given.data),
            "path": f"{what}s/{file_id}",
        }
        if self._folder is not None:
            (self._folder / file_id).write_bytes(given.data)
        else:
            self._bytes[file_id] = given.data
        self._known[file_id] = file
        self._store.put("file", file_id, file)
        return file


def _public(file: Json) -> Json:
    return {
        "file_id": file["file_id"],
        "file_unique_id": file["file_id"][-12:],
        "file_size": file["size"],
    }
