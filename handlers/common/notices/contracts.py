"""Notices of contracts: to the parent and to the provider."""

from datetime import date, datetime
from typing import Any

from handlers.common import formats
from handlers.common.children import headed
from handlers.common.notices.base import Renderers
from handlers.common.screen import Screen, button
from handlers.common.words import _
from handlers.parent.certificates import versions
from handlers.parent.certificates.keyboards import MyCase
from handlers.parent.contracts import keyboards as parent
from handlers.parent.contracts import texts
from handlers.parent.contracts.keyboards import ReadContract
from handlers.provider.contracts import keyboards as provider
from handlers.provider.contracts.keyboards import ProviderContract
from services.contracts.rules import Side


def _words(data: dict[str, Any], text: str) -> str:
    return text.format(
        number=data["contract_id"],
        application=data["application_id"],
        day=formats.day(date.fromisoformat(data["sign_by"])),
    )


def _approved(data: dict[str, Any]) -> Screen:
    approved = _(
        "Application No. {application} is approved. Certificate No. {certificate} is reserved: {money} at budget "
        "expense, you pay 0 ₽. It becomes active when the contract is in force.",
    ).format(
        application=data["application_id"],
        certificate=formats.safe(data["certificate"]),
        money=formats.money(data["nominal"]),
    )
    head = headed(data, "\n\n".join([approved, *versions.of_unified(data)]))
    case = [button(_("🗂 This case"), MyCase(application_id=data["application_id"]))]
    if not data.get("signs", True):
        coming = _(
            "Next: contract No. {number} is signed by the representative who is named in it, no later than {day}. You "
            "can read it; nothing is needed from you.",
        )
        read = [button(_("📝 Read the contract"), ReadContract(contract_id=data["contract_id"]))]
        return Screen(f"{head}\n\n{_words(data, coming)}", (case, read))
    if data["first_side"] == Side.PARENT:
        coming = _("Next: read contract No. {number} and sign it no later than {day}; after you the club confirms it.")
        read = [button(_("📝 Read and sign"), ReadContract(contract_id=data["contract_id"]))]
        return Screen(f"{head}\n\n{_words(data, coming)}", (read, case))
    coming = _(
        "Next: the club confirms contract No. {number}, then you sign it with a code, no later than {day}. The place "
        "is kept for you. Nothing is needed from you now: I will write.",
    )
    read = [button(_("📝 Read the contract"), ReadContract(contract_id=data["contract_id"]))]
    return Screen(f"{head}\n\n{_words(data, coming)}", (case, read))


def _to_confirm(data: dict[str, Any]) -> Screen:
    if data["first_side"] == Side.PARENT:
        text = _(
            "The parent has signed contract No. {number} for application No. {application}. Please confirm it: with "
            "your press it is in force.",
        )
    else:
        text = _(
            "Contract No. {number} for application No. {application} is ready. Please confirm it today: only then can "
            "the parent sign, no later than {day}.",
        )
    read = [button(_("📄 Read it first"), ProviderContract(contract_id=data["contract_id"]))]
    return Screen(_words(data, text), (provider.confirm(data["contract_id"]), read))


def _ready(data: dict[str, Any]) -> Screen:
    text = _(
        "Contract No. {number} for application No. {application} is ready: the club has confirmed it. The main things "
        "are in ten lines. Read and sign no later than {day}; it takes about two minutes, and the contract is in force "
        "at once.",
    )
    text = headed(data, _words(data, text))
    return Screen(text, ([button(_("📝 Read and sign"), ReadContract(contract_id=data["contract_id"]))],))


def _in_force(data: dict[str, Any]) -> Screen:
    since = formats.day(date.fromisoformat(data["starts_on"]))
    lesson = texts.lesson(datetime.fromisoformat(data["first_lesson"]) if data["first_lesson"] else None)
    if data["to"] == Side.PARENT:
        text = texts.in_force(number=data["contract_id"], certificate=data["certificate"], since=since, lesson=lesson)
        return Screen(headed(data, text), parent.signed(data["contract_id"], data["application_id"]))
    text = _(
        "The parent has signed: contract No. {number} is in force, lessons from {day}, "
        "certificate No. {certificate} is active. {lesson} Next: enrol the child.",
    ).format(number=data["contract_id"], day=since, certificate=formats.safe(data["certificate"]), lesson=lesson)
    return Screen(text, ([button(_("📄 This contract"), ProviderContract(contract_id=data["contract_id"]))],))


RENDERERS: Renderers = {
    "application_approved": _approved,
    "contract_to_confirm": _to_confirm,
    "contract_ready": _ready,
    "contract_in_force": _in_force,
}
