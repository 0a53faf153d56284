"""`python -m tests.browser.chromium`: sees to it that there is a browser, where this machine lets us. Nothing is downloaded
but Debian's own package."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-dejavu-core")  # without a font there are no letters on screenshots
HOW_TO = "Install it (on Debian: apt-get install chromium) or set CHROMIUM_PATH to one."


def find() -> str | None:
    """Where the browser is: CHROMIUM_PATH, else what this machine has; None where there is none."""
    given = os.environ.get("CHROMIUM_PATH")
    if given:
        return given if os.access(given, os.X_OK) else None
    return next(filter(None, map(shutil.which, NAMES)), None)


def must_be_there() -> bool:
    """Whether a run without a browser is a failure: on machines that judge changes."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


def is_root() -> bool:
    """Whether we may install; Chromium's own sandbox refuses to work then."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def install() -> bool:
    """Whether Debian's package could be installed."""
    if "CHROMIUM_PATH" in os.environ or not is_root() or not shutil.which("apt-get"):
        return False
    print("Installing chromium for the browser tests ...", flush=True)
    update = ["apt-get", "update", "-qq"]
    fetch = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES]
    return all(map(succeeds, (update, fetch))) and find() is not None


def succeeds(command: list[str]) -> bool:
    """Whether the command ended well. It asks nobody anything."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False).returncode == 0


def main() -> int:
    """The exit code: 1 where a browser must be there and is not."""
    if find() or install():
        return 0
    print(f"There is no Chromium: the browser tests will {'fail' if must_be_there() else 'be skipped'}. {HOW_TO}")
    return int(must_be_there())


if __name__ == "__main__":
    sys.exit(main())
