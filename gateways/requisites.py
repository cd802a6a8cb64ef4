"""Requisites (where withdrawn money goes) in sealed boxes: the public key closes one, and only the
private key opens it. The bot has the public key; the listener, which shows requisites to
the people who send the money, the private one.

`python -m gateways.requisites` makes a pair.
"""

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from gateways.errors import Rejected

KEY_BYTES = 32


def key_bytes(text: str) -> bytes:
    """Raises ValueError for what is not 32 bytes in base64."""
    raw = b64decode(text, validate=True)
    if len(raw) != KEY_BYTES:
        raise ValueError("a key has 32 bytes")
    return raw


def key_id(public: PublicKey) -> str:
    """Returns a name for a key, which reveals nothing of the key."""
    return hashlib.sha256(bytes(public)).hexdigest()[:16]


@dataclass(frozen=True)
class Sealer:
    """Closes requisites, and cannot open them."""

    key_id: str
    _public: PublicKey

    @classmethod
    def of(cls, public_key: str) -> "Sealer":
        public = PublicKey(key_bytes(public_key))
        return cls(key_id(public), public)

    def seal(self, requisites: str) -> bytes:
        return bytes(SealedBox(self._public).encrypt(requisites.encode()))


class Opener:
    """Opens what was sealed for one of its keys. There are several while one key replaces
    another."""

    def __init__(self, private_keys: Iterable[str] = ()) -> None:
        keys = (PrivateKey(key_bytes(key)) for key in private_keys)
        self._keys = {key_id(key.public_key): key for key in keys}

    @property
    def key_ids(self) -> list[str]:
        return sorted(self._keys)

    def open(self, name: str, sealed: bytes) -> str:
        key = self._keys.get(name)
        if key is None:
            raise Rejected(f"REQUISITES_KEYS have no key {name}")
        try:
            return SealedBox(key).decrypt(sealed).decode()
        except (CryptoError, ValueError):
            raise Rejected(f"the key {name} does not open the requisites") from None


def settings_of(private: PrivateKey) -> dict[str, str]:
    """The settings of the bot and of the listener for a key."""
    keys = {"REQUISITES_PUBLIC_KEY": bytes(private.public_key), "REQUISITES_KEYS": bytes(private)}
    return {name: b64encode(key).decode() for name, key in keys.items()}


def main() -> None:
    of_bot, of_listener = settings_of(PrivateKey.generate()).items()
    print(f"{'='.join(of_bot)}\n# Of the listener only:\n{'='.join(of_listener)}")


if __name__ == "__main__":
    main()
