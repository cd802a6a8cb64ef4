"""Digits as keyboards of Persian and of Arabic write them."""

_PLAIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")


def plain_digits(text: str) -> str:
    return text.translate(_PLAIN)
