"""Reading what is written the Australian way: phone numbers, business numbers, states and postcodes."""

from functools import lru_cache

from providers.exports.cells import reader

STATES = {
    word: state
    for state, words in (
        ("NSW", "nsw|new south wales"),
        ("VIC", "vic|victoria"),
        ("QLD", "qld|queensland"),
        ("SA", "sa|south australia"),
        ("WA", "wa|western australia"),
        ("TAS", "tas|tasmania"),
        ("NT", "nt|northern territory"),
        ("ACT", "act|australian capital territory"),
    )
    for word in words.split("|")
}
# The first digits of a state's postcodes.
FIRST_DIGITS = {"NSW": "12", "ACT": "02", "VIC": "38", "QLD": "49", "SA": "5", "WA": "6", "TAS": "7", "NT": "0"}
# These serve places on both sides of a border.
BORDER = frozenset("0872 2406 2540 2611 3500 3585 3586 3644 3691 3707 4375 4377 4380 4383 4385 4825".split())

ABN_WEIGHTS = (10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)
ABN_MODULUS = 89
MOBILE, AREAS = "04", ("02", "03", "07", "08")
NUMBERS_APART = str.maketrans(dict.fromkeys("/;,|", ";"))


def fits(state: str, postcode: str) -> bool:
    """Whether the postcode may lie in the state; True where either is not known."""
    digits = FIRST_DIGITS.get(state)
    return digits is None or not postcode or postcode[0] in digits or postcode in BORDER


@lru_cache(maxsize=256)
def _state(shown: str) -> str:
    """The short name of an Australian state; any other region as it stands."""
    return STATES.get(shown.lower().replace(".", ""), shown)


@lru_cache(maxsize=4096)
def printed_postcode(shown: str) -> str:
    """Four digits."""
    digits = shown.removesuffix(".0")
    if not digits.isdecimal() or not digits.isascii() or len(digits) not in (3, 4):
        raise ValueError("which is no postcode of four digits")
    return digits.zfill(4)  # spreadsheets drop the zero of 0800


def printed_phone(shown: str) -> str:
    """`0491 570 156`, `07 5550 0177`, `1300 123 456`; another country's as it stands. Of several the first counts."""
    first = next((part for part in shown.translate(NUMBERS_APART).split(";") if part.strip()), "")
    digits = "".join([sign for sign in first if sign.isdecimal() and sign.isascii()])
    if any(sign.isalpha() for sign in first) and len(digits) < 6:
        raise ValueError("which is no phone number")
    is_abroad = first.lstrip(" (").startswith("+") or digits.startswith("0011")
    if digits.startswith("61") and len(digits) in (11, 12):
        digits, is_abroad = "0" + digits[2:].removeprefix("0"), False
    if is_abroad:
        if not 7 <= len(digits.removeprefix("0011")) <= 15:
            raise ValueError("which has not as many digits as a phone number")
        return " ".join(first.split())
    if len(digits) == 9 and f"0{digits[0]}" in (MOBILE, *AREAS):
        digits = f"0{digits}"  # spreadsheets drop the zero
    return _grouped(digits)


def _grouped(digits: str) -> str:
    if len(digits) == 10:
        if digits.startswith((MOBILE, "1300", "1800")):
            return f"{digits[:4]} {digits[4:7]} {digits[7:]}"
        if digits.startswith(AREAS):
            return f"{digits[:2]} {digits[2:6]} {digits[6:]}"
    if len(digits) == 8 and digits[0] in "23456789":  # a number without its area
        return f"{digits[:4]} {digits[4:]}"
    if len(digits) == 6 and digits.startswith("13"):
        return f"{digits[:2]} {digits[2:4]} {digits[4:]}"
    raise ValueError("which is no Australian phone number; write one of another country with a + in front")


@lru_cache(maxsize=1024)
def printed_business_number(shown: str) -> str:
    """`51 824 753 556`, its check digits proven."""
    digits = "".join([sign for sign in shown if sign.isdecimal() and sign.isascii()])
    if len(digits) != 11:
        raise ValueError("which is no ABN of eleven digits")
    weighed = [int(digits[0]) - 1, *map(int, digits[1:])]
    if sum(digit * weight for digit, weight in zip(weighed, ABN_WEIGHTS, strict=True)) % ABN_MODULUS:
        raise ValueError("which is no ABN: its check digits do not fit")
    return f"{digits[:2]} {digits[2:5]} {digits[5:8]} {digits[8:]}"


state = reader(_state)
postcode = reader(printed_postcode)
phone = reader(printed_phone, is_private=True)
business_number = reader(printed_business_number, is_private=True)
