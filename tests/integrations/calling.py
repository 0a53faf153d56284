"""`python -m tests.integrations.calling URL NUMBER`: a process of its own that asks a server so many times, within a limit that
it shares with others. Says how often it waited."""

import sys

import django

CALLS, SECONDS = 40, 1.0


def main(url: str, number: int) -> None:
    """Ask."""
    from integrations.limiting import limiter
    from integrations.vault import HeldCredentials
    from providers.client import Client, Manners
    from providers.config import Limit, ProviderConfig

    waits: list[float] = []
    client = Client(
        Manners("counted", "The counting vendor"),
        ProviderConfig("", url),
        HeldCredentials("token"),
        limiter=limiter(Limit(CALLS, SECONDS), "The counting vendor", url),
        on_wait=lambda seconds, reason: waits.append(seconds),
    )
    for _ in range(number):
        client.get("rows")
    sys.stdout.write(f"{len(waits)}\n")


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1], int(sys.argv[2]))
