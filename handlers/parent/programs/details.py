"""Words behind «Details»: all that is published of a program, by pages."""

import re

from handlers.common import formats
from handlers.common.formats import safe
from handlers.common.words import _
from handlers.parent.programs import card_texts
from handlers.parent.programs.facts import CardFacts
from handlers.parent.programs.texts import cut

PAGE = 780
"""Characters of a page below its heading."""
_END = re.compile(r"(?<=[.!?…])\s+")


def pages(facts: CardFacts, details: str) -> list[str]:
    """The pages, ready to be shown; there is always one."""
    head = f"<b>{safe(cut(facts.view.title, 90))}</b>"
    return [f"{head}\n\n{page}" for page in split(_paragraphs(facts, details), PAGE)]


def _paragraphs(facts: CardFacts, details: str) -> list[str]:
    """Plain text; a paragraph each."""
    view = facts.view
    told = [view.summary, *details.split("\n")]
    told.append(_("Group: {group}").format(group=view.group_title))
    if view.lessons:
        told.append(_("Lessons: {week}").format(week=card_texts.week(view.lessons, len(view.lessons))))
    told.append(_("Hours in the school year: {hours}").format(hours=view.hours))
    if view.address:
        told.append(_("Place: {address}").format(address=view.address))
    if view.is_adapted or view.ovz:
        told.append(card_texts.adapted(view.ovz))
    if view.teachers:
        told.append(_("Teachers: {names}").format(names=view.teachers))
    told.append(_organiser(facts))
    if view.service_code:
        told.append(_("Service of the social order: {code}").format(code=view.service_code))
    window = [day for day in (view.opens_on, view.closes_on) if day is not None]
    if window:
        told.append(_("Applications: {days}").format(days=" – ".join(formats.day(day) for day in window)))
    return [paragraph.strip() for paragraph in told if paragraph.strip()]


def _organiser(facts: CardFacts) -> str:
    owner = facts.owner
    lines = [_("Organiser: {name}").format(name=owner.name)]
    if owner.licence:
        lines.append(_("Licence: {licence}").format(licence=owner.licence))
    if owner.address and owner.address != facts.view.address:
        lines.append(_("Address: {address}").format(address=owner.address))
    lines.extend(told for told in (owner.phone, owner.email, owner.site) if told)
    return "\n".join(lines)


def split(paragraphs: list[str], most: int) -> list[str]:
    """Paragraphs on pages of at most ``most`` characters, made safe; a long one is parted between sentences."""
    found: list[str] = []
    for piece in (piece for paragraph in paragraphs for piece in _pieces(paragraph, most)):
        if found and len(found[-1]) + len(piece) + 2 <= most:
            found[-1] = f"{found[-1]}\n\n{piece}"
        else:
            found.append(piece)
    return [safe(page) for page in found] or [""]


def _pieces(paragraph: str, most: int) -> list[str]:
    if len(paragraph) <= most:
        return [paragraph]
    pieces = [""]
    for sentence in _END.split(paragraph):
        for part in (sentence[at : at + most] for at in range(0, len(sentence), most)):
            if len(pieces[-1]) + len(part) + 1 <= most:
                pieces[-1] = f"{pieces[-1]} {part}".strip()
            else:
                pieces.append(part)
    return [piece for piece in pieces if piece]
