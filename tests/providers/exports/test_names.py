"""People's names."""

import pytest

from providers.exports.names import people_of


def names(shown: str) -> list[str]:
    return [person.company or f"{person.first_name}|{person.last_name}" for person in people_of(shown)]


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("Linh Nguyen", ["Linh|Nguyen"]),
        ("Okafor, Nneka", ["Nneka|Okafor"]),
        ("Hassan, Omar; Wells, Jodie", ["Omar|Hassan", "Jodie|Wells"]),
        ("Priya Raman & Tom Raman", ["Priya|Raman", "Tom|Raman"]),
        ("Priya & Tom Raman", ["Priya|Raman", "Tom|Raman"]),
        ("Raman, Priya & Tom", ["Priya|Raman", "Tom|Raman"]),
        ("Raman, Priya & Wells, Jodie", ["Priya|Raman", "Jodie|Wells"]),
        ("M & J Talbot-Reyes", ["M|Talbot-Reyes", "J|Talbot-Reyes"]),
        ("Talbot-Reyes, Mateo & Jess", ["Mateo|Talbot-Reyes", "Jess|Talbot-Reyes"]),
        ("Mr and Mrs T Smith", ["T|Smith"]),
        ("Dr. Anna Maria Bauer", ["Anna Maria|Bauer"]),
        ("Baxter Family Trust", ["Baxter Family Trust"]),
        ("Smith & Sons Pty Ltd", ["Smith & Sons Pty Ltd"]),
        ("Anderson", ["|Anderson"]),
        ("Nguyen,", ["|Nguyen"]),
        ("Mr", ["|Mr"]),
        ("", []),
    ],
)
def test_the_people_of_a_name(shown, expected):
    assert names(shown) == expected
