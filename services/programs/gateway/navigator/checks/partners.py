"""Organisations and directions."""

import re

from services.programs.gateway.navigator import values
from services.programs.gateway.navigator.checks.draft import Draft, Told, on_globe, place, required
from services.programs.gateway.navigator.codes import FOCUSES, Dictionary
from services.programs.gateway.records import DirectionRecord, Head, PartnerRecord

_WEB = re.compile("https?://", re.IGNORECASE)


def check_partner(head: Head, told: Told, draft: Draft) -> None:
    """An organisation: a name, and a kind that the dictionary knows."""
    text = values.text
    name = required(text(told.get("publicName")))
    type_org = values.code(told.get("typeOrg"))
    department = values.code(told.get("departmentCode"))
    draft.look_up(Dictionary.PARTNER_TYPES, type_org)
    draft.look_up_open(Dictionary.DEPARTMENTS, (department,))
    on_globe(told)
    draft.make = lambda: PartnerRecord(
        head=head,
        name=name,
        short_name=text(told.get("shortName")),
        type_org=type_org,
        department=department,
        actual_address=text(told.get("actualAddress")),
        place=place(told, text(told.get("address")), "fiasRegion"),
        phones=_phones(text(told.get("phone"))),
        site=web_address(told.get("site")),
        email=text(told.get("email")),
        ogrn=values.word(told.get("ogrn")),
        inn=values.word(told.get("_inn")),
    )


def check_direction(head: Head, told: Told, draft: Draft) -> None:
    """A direction: a name, and a focus that the dictionary knows."""
    name = required(values.text(told.get("name")))
    draft.focus_code = values.code(told.get("focusCode"))
    draft.look_up(Dictionary.FOCUSES, draft.focus_code)
    draft.make = lambda: DirectionRecord(
        head=head,
        focus_code=draft.focus_code,
        focus=FOCUSES.get(draft.focus_code),
        name=name,
        sort_order=values.lenient(values.whole, told.get("sortOrder")),
        is_significant=values.flag(told.get("significant")) is True,
    )


def web_address(value: object) -> str:
    """An address for a browser, Cyrillic ones too; empty for other schemes."""
    address = values.text(value)
    if not address or _WEB.match(address):
        return address
    _host, mark, port = address.split("/", 1)[0].rpartition(":")
    return "" if mark and not port.isdecimal() else address  # ``javascript:…`` is none, ``club.example:8080`` is


def _phones(told: str) -> tuple[str, ...]:
    return tuple(filter(None, (phone.strip() for phone in told.split(","))))
