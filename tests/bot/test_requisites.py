"""Where withdrawals go, as people write it; and sealed boxes."""

import pytest
from nacl.public import PrivateKey

from bot.requisites import Wrong, read
from gateways.errors import Rejected
from gateways.requisites import Opener, Sealer, settings_of

CARD = "4276 3800 1234 5678"


@pytest.mark.parametrize(
    ("way", "written", "text", "masked"),
    [
        ("card", "4111 1111 1111 1111", "4111111111111111", "•1111"),
        ("card", "2200-0000-0000-0004", "2200000000000004", "•0004"),
        ("card", "6304000000000000000", "6304000000000000000", "•0000"),
        ("sbp", "+7 900 123-45-67 Сбербанк", "+79001234567 Сбербанк", "•4567 Сбербанк"),
        ("sbp", "89001234567, T-Bank", "+79001234567 T-Bank", "•4567 T-Bank"),
        ("card", "۴۱۱۱ ۱۱۱۱ ۱۱۱۱ ۱۱۱۱", "4111111111111111", "•1111"),
        ("sbp", "+٧ ٩٠٠ ١٢٣-٤٥-٦٧ T-Bank", "+79001234567 T-Bank", "•4567 T-Bank"),
        (
            "usdt_trc20",
            "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
            "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
            "•Lj6t",
        ),
        (
            "usdt_ton",
            " EQCxE6mUtQJKFnGfaROTKOt1lZbDiiX1kCixRv7Nw2Id_sDs\n",
            "EQCxE6mUtQJKFnGfaROTKOt1lZbDiiX1kCixRv7Nw2Id_sDs",
            "•_sDs",
        ),
    ],
)
def test_what_is_right_is_read(way: str, written: str, text: str, masked: str) -> None:
    found = read(way, written)
    assert (found.text, found.masked) == (text, masked)
    assert text not in repr(found)


@pytest.mark.parametrize(
    ("way", "written"),
    [
        ("card", ""),
        ("card", "4111 1111 1111 1112"),
        ("card", "4111 1111 1111 111"),
        ("card", "0000 0000 0000 0000"),
        ("card", "41111111111111111111"),
        ("card", "４１１１ １１１１ １１１１ １１１１"),
        ("sbp", "+7 900 123-45-67"),
        ("sbp", "Сбербанк"),
        ("sbp", "+49 170 1234567 Sparkasse"),
        ("sbp", "+7 900 123-45-67 Сбер 4111 1111 1111 1111"),
        ("usdt_trc20", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6T"),
        ("usdt_trc20", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6"),
        ("usdt_trc20", "T" + "z" * 33),
        ("usdt_trc20", "0xdAC17F958D2ee523a2206206994597C13D831ec7"),
        ("usdt_ton", "EQCxE6mUtQJKFnGfaROTKOt1lZbDiiX1kCixRv7Nw2Id_sDS"),
        ("usdt_ton", "kQCxE6mUtQJKFnGfaROTKOt1lZbDiiX1kCixRv7Nw2Id_sDs"),
        ("usdt_ton", "A" * 48),
        ("crypto_pay", "@ann"),
        ("somewhere", "else"),
    ],
)
def test_what_cannot_be_right_is_refused(way: str, written: str) -> None:
    with pytest.raises(Wrong) as refused:
        read(way, written)
    assert not written or written not in str(refused.value)


def test_a_wrong_digit_anywhere_is_noticed() -> None:
    for address, way in (
        ("4111111111111111", "card"),
        ("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "usdt_trc20"),
        ("EQCxE6mUtQJKFnGfaROTKOt1lZbDiiX1kCixRv7Nw2Id_sDs", "usdt_ton"),
    ):
        for at in range(len(address)):
            other = "2" if address[at] != "2" else "3"
            with pytest.raises(Wrong):
                read(way, address[:at] + other + address[at + 1 :])


def test_only_the_private_key_opens_what_was_sealed(caplog: pytest.LogCaptureFixture) -> None:
    old, new = PrivateKey.generate(), PrivateKey.generate()
    keys = [settings_of(key) for key in (old, new)]
    sealer = Sealer.of(keys[0]["REQUISITES_PUBLIC_KEY"])
    sealed = sealer.seal(CARD)
    assert CARD.encode() not in sealed
    assert sealer.seal(CARD) != sealed, "equal requisites look different"
    opener = Opener(key["REQUISITES_KEYS"] for key in keys)
    assert opener.open(sealer.key_id, sealed) == CARD, "also while another key replaces it"
    with pytest.raises(Rejected):
        Opener([keys[1]["REQUISITES_KEYS"]]).open(sealer.key_id, sealed)
    with pytest.raises(Rejected) as refused:
        opener.open(sealer.key_id, sealed[:-1] + b"x")
    assert CARD not in str(refused.value)
    assert CARD not in caplog.text
