"""Cells, as people and spreadsheets write them."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from providers.choices import Frequency
from providers.errors import RecordError
from providers.exports.cells import (
    as_text,
    bedrooms,
    email,
    frequency,
    identifier,
    labels,
    line,
    money,
    positive_money,
    required,
    text,
    whole_number,
    yes_no,
)

H = "Heading"


def refusal(read, cell) -> RecordError:
    with pytest.raises(RecordError) as caught:
        read(cell, H)
    return caught.value


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("", ""), (None, ""), ("  Bardon ", "Bardon"), (12, "12"), (12.0, "12"), (12.5, "12.5"),
        ("=SUM(A1)", "=SUM(A1)"), ("-5", "-5"), ("@home", "@home"), ("'0412", "0412"), ("'=1", "=1"), ("'t Hooft",
        "'t Hooft"),
        (date(2025, 3, 14), "2025-03-14"),
    ],
)  # fmt: skip
def test_a_text_is_what_it_says(cell, expected):
    assert text(cell, H) == expected


def test_a_text_with_a_character_that_no_database_keeps_is_refused():
    assert refusal(text, "Bar\0don").field == H


def test_an_address_on_several_lines_becomes_one():
    assert line("14 Imaginary Street,\r\nBardon QLD 4065\n", H) == "14 Imaginary Street, Bardon QLD 4065"


def test_a_real_moment_shows_its_time_only_where_it_has_one():
    assert as_text(datetime(2025, 3, 14)) == "2025-03-14"
    assert as_text(datetime(2025, 3, 14, 9, 30)) == "2025-03-14 09:30:00"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("TEN00412", "TEN00412"), ("ten00412", "ten00412"), (412.0, "412"), (" 7 ", "7"),
        ("50E3E383-16B7-463D-B378-ED55A78024A4", "50e3e383-16b7-463d-b378-ed55a78024a4"),
    ],
)  # fmt: skip
def test_an_id_stays_as_it_is_and_a_guid_is_in_small_letters(cell, expected):
    assert identifier(cell, H) == expected


def test_an_id_that_could_be_taken_for_a_natural_key_is_refused():
    assert "no id begins with ~" in refusal(identifier, "~own00087").message


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("$1,480.00", "1480.00"), ("1480", "1480.00"), ("620.5", "620.50"), ("$ 1,234,567.89", "1234567.89"), (".5", "0.50"),
        ("(12.50)", "-12.50"), ("($12.50)", "-12.50"), ("-12.50", "-12.50"), ("-$12.50", "-12.50"), ("$-12.50", "-12.50"),
        ("AUD 620", "620.00"), ("-", "0.00"), ("$ -", "0.00"), ("(0.00)", "0.00"),
        (620, "620.00"), (590.0, "590.00"), (1382.8600000000001, "1382.86"), (0.1 + 0.2, "0.30"), (Decimal("84.29"), "84.29"),
    ],
)  # fmt: skip
def test_money_is_to_the_cent(cell, expected):
    assert str(money(cell, H)) == expected


@pytest.mark.parametrize("cell", ["", None, "  "])
def test_a_blank_amount_is_none_and_not_zero(cell):
    assert money(cell, H) is None


@pytest.mark.parametrize(
    "cell",
    [
        "ask Bob", "1 480,00", "1480,00", "1.480,00", "2,48", "12,3456", "1,,480", "4.5.6", "620.", "--5", "()", "١٢",
        "1e5", "$",
        True, date(2025, 3, 14), float("nan"), float("inf"), "99999999999",
    ],
)  # fmt: skip
def test_an_amount_that_could_mean_two_things_is_refused_without_being_shown(cell):
    error = refusal(money, cell)

    assert error.field == H
    assert error.action == "Correct Heading in your system's export, or here."
    assert as_text(cell) == "$" or as_text(cell) not in error.message


@given(some.decimals(min_value=-9_999_999, max_value=9_999_999, places=2))
def test_every_amount_is_read_as_it_was_printed(amount):
    shown = f"(${-amount:,.2f})" if amount < 0 else f"${amount:,.2f}"

    assert money(shown, H) == amount
    assert money(float(amount), H) == amount


@given(some.text(max_size=12))
def test_no_text_is_more_than_an_amount_or_a_refusal(shown):
    try:
        amount = money(shown, H)
    except RecordError:
        return
    assert amount is None or amount == amount.quantize(Decimal("0.01"))


def test_a_rent_is_never_less_than_zero():
    assert positive_money("0", H) == 0
    assert "less than zero" in refusal(positive_money, "(1.00)").message


@pytest.mark.parametrize("cell", ["✓", "✔", "☑", "x", "TRUE", "Yes", "y", "1", 1, 1.0, True])
def test_a_tick_is_yes(cell):
    assert yes_no(cell, H) is True


@pytest.mark.parametrize("cell", ["✗", "FALSE", "No", "n", "0", 0, False])
def test_its_opposite_is_no(cell):
    assert yes_no(cell, H) is False


@pytest.mark.parametrize("cell", ["", " ", None])
def test_a_blank_is_neither(cell):
    assert yes_no(cell, H) is None


def test_another_word_is_neither_and_is_refused():
    assert refusal(yes_no, "maybe").message == 'Heading says "maybe", which is neither yes nor no.'


@pytest.mark.parametrize(("cell", "expected"), [("3", 3), ("12.0", 12), (12.0, 12), (0, 0), ("", None), (None, None)])
def test_a_whole_number(cell, expected):
    assert whole_number(cell, H) == expected


@pytest.mark.parametrize("cell", ["1.5", "three", "-1", "3+1", "123456", True])
def test_what_is_no_whole_number_is_refused(cell):
    assert refusal(whole_number, cell).field == H


def test_a_studio_has_no_bedroom():
    assert bedrooms("Studio", H) == 0


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("weekly", Frequency.WEEKLY), ("Week", Frequency.WEEKLY), ("pw", Frequency.WEEKLY), ("per  week", Frequency.WEEKLY),
        ("Fortnightly", Frequency.FORTNIGHTLY), ("2 weekly", Frequency.FORTNIGHTLY), ("Monthly", Frequency.MONTHLY),
        ("Calendar Month", Frequency.MONTHLY), ("pcm", Frequency.MONTHLY), ("Quarterly", Frequency.QUARTERLY),
        ("12 Months", Frequency.YEARLY), ("per annum", Frequency.YEARLY), ("", None),
    ],
)  # fmt: skip
def test_a_rent_period(word, expected):
    assert frequency(word, H) == expected


@pytest.mark.parametrize("word", ["biweekly", "bi-weekly", "4 weekly", "sometimes"])
def test_a_rent_period_that_means_two_things_or_none_of_ours_is_refused(word):
    assert "weekly, fortnightly, monthly" in refusal(frequency, word).message


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("linh@example.com", "linh@example.com"), (" linh@example.com ; tom@example.com", "linh@example.com"),
        ("linh@example.com,tom@example.com", "linh@example.com"), ("Linh <linh@example.com>", "linh@example.com"), ("",
        None),
    ],
)  # fmt: skip
def test_the_first_email_address_counts(cell, expected):
    assert email(cell, H) == expected


@pytest.mark.parametrize("cell", ["none", "a@b@example.com", "@example.com", "linh@", "linh@home", "li nh@example.com"])
def test_what_is_no_email_address_is_refused_without_being_shown(cell):
    error = refusal(email, cell)

    assert error.message == "Heading holds a value, which is no e-mail address."
    assert error.value == cell


def test_labels_are_parted_and_told_once():
    assert labels("VIP, Pool; VIP | North", H) == ("VIP", "Pool", "North")


def test_a_cell_that_must_be_filled_says_so():
    error = refusal(required(text), " ")

    assert (error.message, error.action) == ("Heading is empty.", "Fill in Heading in your system, or here.")
    assert required(whole_number)("0", H) == 0
