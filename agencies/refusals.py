"""What pmsync refuses to do, said for people: what happened, and what to do next."""


class Refusal(Exception):
    """A request that cannot be carried out. `code` is for programs, `message` and `action` are sentences for people.
    `conflict` marks those that another state of things would allow (HTTP 409 rather than 400)."""

    def __init__(self, code: str, message: str, action: str = "", *, conflict: bool = False) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.action = action
        self.conflict = conflict

    @property
    def sentence(self) -> str:
        """What happened, and what to do."""
        return f"{self.message} {self.action}".strip()
