"""Headers of every answer: nothing of others' runs here, and nobody keeps a copy."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

from handlers.web.context import DESK, FRAMES, SCRIPT

Next = Callable[[web.Request], Awaitable[web.StreamResponse]]


def policy(script: str, frames: str) -> str:
    """The content security policy: styles and pictures are ours, scripts too, but for the messenger's own."""
    parts = urlsplit(script)
    origin = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
    return "; ".join(
        (
            "default-src 'none'",
            "style-src 'self'",
            "img-src 'self' data: blob:",
            f"script-src 'self' {origin}".rstrip(),
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            f"frame-ancestors 'self' {frames}".rstrip(),
        )
    )


@web.middleware
async def headers(request: web.Request, handler: Next) -> web.StreamResponse:
    """Set them on every answer, on refusals too."""
    try:
        response = await handler(request)
    except web.HTTPException as answer:
        response = answer
    response.headers.setdefault("Content-Security-Policy", policy(request.app[SCRIPT], request.app[FRAMES]))
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(self)"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin-allow-popups"
    if request.secure or (request.app[DESK].public_url or "").startswith("https://"):
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    if not request.path.startswith("/static/"):
        response.headers["Cache-Control"] = "no-store"
    if isinstance(response, web.HTTPException):
        raise response
    return response
