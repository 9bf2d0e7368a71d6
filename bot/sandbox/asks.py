"""Reading what the page and the driver send; what is wrong is said as JSON."""

import json
from typing import Any

from aiohttp import web

Json = dict[str, Any]


async def body_of(request: web.Request) -> Json:
    """The JSON object of a request."""
    # the content type is asked for because a foreign page can post JSON to this machine only under another one
    if request.content_type != "application/json":
        raise error(web.HTTPUnsupportedMediaType, "JSON is needed")
    try:
        body = json.loads(await request.read() or b"{}")
    except ValueError:
        raise error(web.HTTPBadRequest, "not JSON") from None
    if not isinstance(body, dict):
        raise error(web.HTTPBadRequest, "an object is needed")
    return body


def text_of(body: Json) -> str:
    """The text that a person sends; ValueError when there is none."""
    text = body["text"]
    if not isinstance(text, str) or not text.strip():
        raise ValueError("text")
    return text


def place_of(body: Json) -> tuple[float, float]:
    """Latitude and longitude; ValueError outside the globe."""
    lat, lon = float(body["lat"]), float(body["lon"])
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):  # also refuses «nan»
        raise ValueError("lat, lon")
    return lat, lon


def number(request: web.Request, name: str, default: float) -> float:
    """A number of the query."""
    try:
        return float(request.query.get(name, default))
    except ValueError:
        raise error(web.HTTPBadRequest, f"{name} is a number") from None


def path_number(request: web.Request) -> int:
    """The id of the path."""
    found = request.match_info["id"]
    if not found.isdecimal():
        raise error(web.HTTPNotFound, "no such id")
    return int(found)


def error(kind: type[web.HTTPError], reason: str) -> web.HTTPError:
    return kind(text=json.dumps({"error": reason}), content_type="application/json")
