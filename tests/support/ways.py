"""Ways through a town's desk to the place where a journey begins; only buttons in sight are pressed."""

import re

from tests.support.journey import CLERK, CLUB, PARENT, STRANGER, Street

ANSWERS = {
    "representative:full_name": "Образцова Вера Игоревна",
    "representative:phone": "+7 900 000-00-01",
    "child:full_name": "Образцов Лев",
    "child:birth_date": "14.05.2018",
    "child:snils": "112-233-445 95",
}


async def to_question(street: Street, question: str, *, person: int = STRANGER) -> None:
    """A newcomer fills in the form up to this question, «child:snils»; a group waits for the child."""
    await to_card(street, person)
    for piece in ("certto", "famadd", "famlaw", "famgo"):
        await street.press(person, piece)
    for asked, answer in ANSWERS.items():
        if asked == question:
            return
        await street.text(person, answer)
    assert question == "child:category"


async def to_card(street: Street, person: int) -> None:
    """A newcomer chooses the territory and opens the only card."""
    await street.text(person, "/start")
    for piece in ("terr:", "prgfind", "prglist", "prgcard"):
        await street.press(person, piece)


async def to_summary(street: Street) -> None:
    """The known parent stands before «send»."""
    await street.text(PARENT, "/start")
    for piece in ("prgfind", "prglist", "prgcard", "certto"):
        await street.press(PARENT, piece)


async def to_decision(street: Street) -> None:
    """The parent has sent the application, the clerk has it open."""
    await to_summary(street)
    await street.press(PARENT, "certsend")
    await street.deliver()
    await street.press(CLERK, "certdo")


async def to_confirmation(street: Street) -> None:
    """The clerk has approved; the club has its notice."""
    await to_decision(street)
    await street.press(CLERK, "certyes")
    await street.deliver()


async def to_contract(street: Street) -> None:
    """The club has confirmed; the parent has the contract's ten lines before them."""
    await to_confirmation(street)
    await street.press(CLUB, "ctpok")
    await street.deliver()
    await street.press(PARENT, "ctread")


async def to_code(street: Street) -> str:
    """The parent has asked for a code; return it."""
    await to_contract(street)
    return code_in((await street.press(PARENT, "ctcode")).text)


def code_in(text: str) -> str:
    """The six digits on the screen."""
    found = re.search(r"\b\d{6}\b", text)
    assert found is not None, text
    return found[0]


def wrong(code: str) -> str:
    """Another code."""
    return f"{(int(code) + 1) % 1_000_000:06d}"
