"""Is it us or them? The answer for everything that can be known."""

import pytest

from integrations.whose_fault import Blame, Seen, Whose, blame


@pytest.mark.parametrize(
    ("seen", "whose", "words"),
    [
        pytest.param(
            Seen(None), Whose.UNKNOWN, "Whether Vendor answers has not been checked lately.", id="not checked"
        ),
        pytest.param(Seen(True), Whose.NOBODY, "Vendor answers.", id="all is well"),
        pytest.param(
            Seen(True, says_up=False),
            Whose.NOBODY,
            "Vendor reports trouble, and answers pmsync all the same.",
            id="it answers in spite of trouble",
        ),
        pytest.param(
            Seen(False, "sign_in_refused", others=3, failing=3, says_up=False),
            Whose.US,
            "Vendor answers, and does not accept this sign-in: it is not them.",
            id="our sign-in",
        ),
        pytest.param(
            Seen(False, "client_refused"),
            Whose.US,
            "Vendor answers, and refuses pmsync itself, whichever account signs in: it is not them.",
            id="our own client",
        ),
        pytest.param(
            Seen(False, "vendor_unavailable", says_up=False),
            Whose.THEM,
            "Vendor does not answer and reports trouble itself: it is them.",
            id="they say so",
        ),
        pytest.param(
            Seen(False, "vendor_unavailable", others=3, failing=2, says_up=True),
            Whose.THEM,
            "3 of 4 connections to Vendor that pmsync has fail: it is them.",
            id="most fail",
        ),
        pytest.param(
            Seen(False, "vendor_unavailable", others=3, failing=1),
            Whose.US,
            "2 of 4 connections to Vendor that pmsync has work: it is this account or its sign-in.",
            id="half fail",
        ),
        pytest.param(
            Seen(False, "vendor_unavailable", others=1),
            Whose.US,
            "1 of 2 connections to Vendor that pmsync has work: it is this account or its sign-in.",
            id="the other works",
        ),
        pytest.param(
            Seen(False, "vendor_unavailable", says_up=True),
            Whose.UNKNOWN,
            "Vendor does not answer. This is pmsync's only connection to it, and Vendor reports no trouble itself.",
            id="alone, and they deny it",
        ),
        pytest.param(
            Seen(False, "vendor_unavailable"),
            Whose.UNKNOWN,
            "Vendor does not answer. This is pmsync's only connection to it, and nothing is known from Vendor itself.",
            id="alone",
        ),
    ],
)
def test_whose_fault_it_is(seen: Seen, whose: Whose, words: str) -> None:
    assert blame(seen, "Vendor") == Blame(whose, words)
