"""Encrypts backups in the format of age (https://age-encryption.org/v1), a public one that several
programs read: `age --decrypt --identity KEY FILE` is all that is needed without us.

A backup is sealed to public keys. The secret key is the owner's and is not on the machine, so who
takes the machine over cannot read the backups that it sent away.
"""

from collections.abc import Sequence
from typing import Any, Protocol

import pyrage
from pyrage import x25519

from scripts.shop.terminal import Refused


class Reader(Protocol):
    def read(self, size: int, /) -> bytes: ...


class Writer(Protocol):
    def write(self, data: bytes, /) -> int: ...
    def flush(self) -> None: ...


class Key:
    """A secret key. `str()` is what its owner keeps."""

    def __init__(self, text: str | None = None) -> None:
        """Makes one, or reads one. Raises Refused."""
        try:
            self._identity: Any = (
                x25519.Identity.from_str(text.strip()) if text else x25519.Identity.generate()
            )
        except pyrage.IdentityError:
            raise Refused("a key begins with AGE-SECRET-KEY-1: copy all of it") from None

    def __str__(self) -> str:
        return str(self._identity)

    @property
    def public(self) -> str:
        return str(self._identity.to_public())

    def unseal(self, source: Reader, target: Writer) -> None:
        """Streams. Raises Refused for another key and for a file that is not whole."""
        try:
            pyrage.decrypt_io(source, target, [self._identity])
        except pyrage.DecryptError as error:
            if "No matching keys" in str(error):
                raise Refused("this backup was made for another key") from None
            raise Refused(f"the backup cannot be read: {error}") from None
        except OSError as error:
            raise Refused(f"the backup is damaged, or not all of it: {error}") from None


def seal(source: Reader, target: Writer, recipients: Sequence[str]) -> None:
    """Streams. `recipients`: public keys, each of which can read it. Raises Refused."""
    try:
        keys = [x25519.Recipient.from_str(it) for it in recipients]
    except pyrage.RecipientError:
        raise Refused("a public key begins with age1: see BACKUP_RECIPIENTS") from None
    try:
        pyrage.encrypt_io(source, target, keys)
    except (pyrage.EncryptError, OSError) as error:
        raise Refused(f"the backup cannot be written: {error}") from None
