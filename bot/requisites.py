"""Parses where a withdrawal can go, as people write it. It is checked before it is sealed, because
a wrong digit sends the money to somebody else."""

import hashlib
import re
from base64 import urlsafe_b64decode
from binascii import crc_hqx
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from texts.numerals import plain_digits

# Letters without 0, O, I and l.
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_PHONE_AND_BANK = re.compile(r"(\+?\d[\d\s()-]{9,20}?\d)[\s,;]+([^\W\d]\D{1,40})")
_TRON = 0x41
# Mainnet addresses in their bounceable and non-bounceable form.
_TON = (0x11, 0x51)


class Wrong(ValueError):
    """Money cannot go there. The text quotes nothing of what was written."""


@dataclass(frozen=True)
class Requisites:
    """`masked` is what screens and support see of `text`."""

    text: str = field(repr=False)
    masked: str


def read(way: str, written: str) -> Requisites:
    """Raises Wrong."""
    reader = _READERS.get(way)
    if reader is None:
        raise Wrong(way)
    return reader(plain_digits(written.strip()))


def _card(written: str) -> Requisites:
    number = re.sub(r"[\s-]", "", written)
    if not re.fullmatch(r"[0-9]{16,19}", number) or not _fits_luhn(number):
        raise Wrong("card")
    return Requisites(number, f"•{number[-4:]}")


def _fits_luhn(number: str) -> bool:
    doubled = (int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(number)))
    return sum(sum(divmod(one, 10)) for one in doubled) % 10 == 0 and set(number) != {"0"}


def _sbp(written: str) -> Requisites:
    found = _PHONE_AND_BANK.fullmatch(written)
    if found is None:
        raise Wrong("sbp")
    digits, bank = re.sub(r"\D", "", found[1]), " ".join(found[2].split())
    if not re.fullmatch(r"[78]9\d{9}", digits):
        raise Wrong("sbp")
    return Requisites(f"+7{digits[1:]} {bank}", f"•{digits[-4:]} {bank}")


def _trc20(written: str) -> Requisites:
    if not re.fullmatch(rf"T[{_BASE58}]{{33}}", written):
        raise Wrong("usdt_trc20")
    number = 0
    for letter in written:
        number = number * 58 + _BASE58.index(letter)
    try:
        raw = number.to_bytes(25)
    except OverflowError:
        raise Wrong("usdt_trc20") from None
    body, checksum = raw[:21], raw[21:]
    if body[0] != _TRON or _twice(body)[:4] != checksum:
        raise Wrong("usdt_trc20")
    return Requisites(written, f"•{written[-4:]}")


def _twice(body: bytes) -> bytes:
    return hashlib.sha256(hashlib.sha256(body).digest()).digest()


def _ton(written: str) -> Requisites:
    if not re.fullmatch(r"[A-Za-z0-9_+/-]{48}", written):
        raise Wrong("usdt_ton")
    raw = urlsafe_b64decode(written.translate(str.maketrans("+/", "-_")))
    body, checksum = raw[:34], raw[34:]
    if body[0] not in _TON or crc_hqx(body, 0).to_bytes(2) != checksum:
        raise Wrong("usdt_ton")
    return Requisites(written, f"•{written[-4:]}")


_READERS: Mapping[str, Callable[[str], Requisites]] = {
    "card": _card,
    "sbp": _sbp,
    "usdt_trc20": _trc20,
    "usdt_ton": _ton,
}
