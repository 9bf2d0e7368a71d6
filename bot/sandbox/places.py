"""Places and contacts: what a map or an address book shows instead of a text."""

from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.things import Json

ACCURACY_MOST = 1500  # metres (Bot API, sendLocation)
ABOUT_VENUE = ("foursquare_id", "foursquare_type", "google_place_id", "google_place_type")


def location_of(fields: Json) -> Json:
    """A point on the map; refused outside the globe."""
    lat, lon = float(fields["latitude"]), float(fields["longitude"])
    accuracy = float(fields.get("horizontal_accuracy") or 0)
    if not (-90 <= lat <= 90 and -180 <= lon <= 180 and 0 <= accuracy <= ACCURACY_MOST):  # also refuses «nan»
        raise bad_request("invalid location specified")
    return {"latitude": lat, "longitude": lon, **({"horizontal_accuracy": accuracy} if accuracy else {})}


def body_of(fields: Json) -> dict[str, Any] | None:
    """What a place or a contact is in a message; a venue is a location too (Bot API, Message.venue)."""
    if "phone_number" in fields:
        return {
            "contact": {name: fields[name] for name in ("phone_number", "first_name", "last_name") if fields.get(name)}
        }
    if "latitude" not in fields:
        return None
    location = location_of(fields)
    if "address" not in fields:
        return {"location": location}
    about = {name: fields[name] for name in ABOUT_VENUE if fields.get(name)}
    venue = {"location": location, "title": fields["title"], "address": fields["address"], **about}
    return {"location": location, "venue": venue}
