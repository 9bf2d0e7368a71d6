from typing import Any


class ApiError(Exception):
    """A refusal in Telegram's own shape: error code, description and response parameters."""

    def __init__(self, code: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    @property
    def is_violation(self) -> bool:
        """Whether the bot broke a rule; a person's block (403) and a second poller (409) are not its fault."""
        return self.code not in {403, 409}


def bad_request(reason: str) -> ApiError:
    """Answer 400 with Telegram's prefix."""
    return ApiError(400, f"Bad Request: {reason}")


def too_many(retry_after: int) -> ApiError:
    """Answer 429 with the seconds to wait, both in words and in response parameters."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})
