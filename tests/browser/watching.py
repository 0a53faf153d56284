"""What a page does besides showing itself: complaints in the console, and requests to strangers."""

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError


class Watch:
    """Listens to every page of a window. `own` is where the site is, `friends` are addresses that may be visited too."""

    def __init__(self, context: BrowserContext, own: str, *friends: str) -> None:
        self.complaints: list[str] = []
        self.strangers: set[str] = set()
        self._own = own
        self._known = (own, *friends)
        context.on("console", self._heard)
        context.on("weberror", self._broke)
        context.on("request", self._asked)

    def assert_quiet(self) -> None:
        """Nothing was complained about, and nobody else was asked for anything."""
        assert not self.complaints, "\n".join(self.complaints)
        assert not self.strangers, sorted(self.strangers)

    def _heard(self, message: ConsoleMessage) -> None:
        page = message.page.url if message.page else ""
        if message.type in ("error", "warning") and page.startswith(self._own):
            self.complaints.append(f"{page}: {message.text}")

    def _broke(self, error: WebError) -> None:
        self.complaints.append(f"{error.page.url if error.page else ''}: {error.error}")

    def _asked(self, request: Request) -> None:
        if request.url.startswith(("http://", "https://", "ws")) and not request.url.startswith(self._known):
            self.strangers.add(request.url)
