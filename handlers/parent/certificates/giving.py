"""The certificate in the parent's hand: a file in a trial desk's chat, a way to the page elsewhere."""

from aiogram import Router
from aiogram.types import BufferedInputFile, CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.context import Desk
from handlers.common.keyboards import back
from handlers.common.pages.keyboards import ways_to
from handlers.common.screen import Screen, acknowledge, show
from handlers.common.words import _
from handlers.parent.certificates import versions
from handlers.parent.certificates.keyboards import CertificateFile, CertificateVersions, MyCase
from handlers.parent.certificates.paper import Told, paper, told_of
from handlers.web import papers
from services.certificates import queries
from services.core.actor import Actor
from services.core.clock import Clock
from services.core.errors import NotFound

SHOWN = 8
"""Versions on a screen, the newest first; all of them stand on the page."""
router = Router(name="parent.certificates.giving")


@router.callback_query(CertificateFile.filter())
async def give(
    query: CallbackQuery,
    callback_data: CertificateFile,
    session: AsyncSession,
    actor: Actor,
    desk: Desk,
    clock: Clock,
) -> None:
    """It holds the child's name, so only a trial desk sends it to a chat."""
    told = await told_of(session, actor, callback_data.application_id, now=clock())
    await session.commit()
    if desk.trial_forms:
        await _send(query, told, desk)
    else:
        await show(query, _elsewhere(told, desk))


@router.callback_query(CertificateVersions.filter())
async def tell_versions(
    query: CallbackQuery, callback_data: CertificateVersions, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """Every version of the certificate, the newest first: no name is in it, so any chat may show it."""
    own = await queries.own_application(session, actor, callback_data.application_id, now=clock())
    if own.certificate is None:
        raise NotFound("certificate")
    made = versions.lines(await queries.history_of(session, own.facts.number), own.territory.timezone)[:SHOWN]
    await session.commit()
    head = _("Certificate No. {number}: {state}.").format(
        number=own.certificate.number, state=versions.state(own.certificate, own.today)
    )
    rows = (back(MyCase(application_id=own.facts.number)),)
    await show(query, Screen("\n".join([head, *made]), rows))


async def _send(query: CallbackQuery, told: Told, desk: Desk) -> None:
    """Draw it beside the loop and send it; the way on stands under the file."""
    await acknowledge(query)
    if query.message is None or query.bot is None:
        return
    made = paper(told, desk)
    content = await papers.beside(lambda: papers.certificate(made))
    file = BufferedInputFile(content, filename=f"certificate-{told.number}.pdf")
    caption = _(
        "Certificate No. {number}. Anybody can check it by the QR code or by sending this number to me; "
        "no names are shown.",
    ).format(number=told.number)
    markup = Screen("", (back(MyCase(application_id=told.own.facts.number)),)).keyboard
    await query.bot.send_document(query.message.chat.id, file, caption=caption, reply_markup=markup)


def _elsewhere(told: Told, desk: Desk) -> Screen:
    """Where the paper with the child's name is."""
    number = told.own.facts.number
    text = _(
        "Certificate No. {number} is on your page: the paper has the child's name on it, and names don't go through "
        "the messenger. Anybody can check it by its number.",
    ).format(number=told.number)
    ways = ways_to(desk, _("📜 The certificate"), f"/my/cases/{number}/certificate") if desk.public_url else ()
    return Screen(text, (*ways, back(MyCase(application_id=number))))
