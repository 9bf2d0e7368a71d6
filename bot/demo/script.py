"""The main job, played by three persons over HTTP: only buttons that are in sight are pressed."""

import re
import sys
from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.annex import indicator_rows
from bot.demo import neighbours
from bot.demo.live import Live
from bot.demo.refusing import refuse_and_help
from bot.demo.report import Meter, Report, Step, Voice, has
from bot.demo.seeing import ANSWERS, code, group_of
from bot.sandbox.client import Message, Person, SandboxClient
from handlers.common.keyboards import Home
from handlers.common.start.keyboards import ChooseTerritory
from handlers.parent.certificates.keyboards import (
    ApplyFor,
    ApplySend,
    ApplyTo,
    JoinList,
    Mine,
    MoveHere,
    MoveThere,
    MyCase,
    MyPlaces,
    TakeSeat,
)
from handlers.parent.contracts.keyboards import ContractText, GetCode, ReadContract
from handlers.parent.families.keyboards import AddChild, Agree, Pause, Pick, Proceed, ReadGround
from handlers.parent.feedback.keyboards import SurveyAnswer
from handlers.parent.programs.buttons import Keep
from handlers.parent.programs.keyboards import Find, GroupCard
from handlers.provider.contracts.keyboards import ProviderAgree
from handlers.staff.campaigns.buttons import Aim, Campaigns, Hold, NewCampaign, SendIt, TryIt
from handlers.staff.certificates.keyboards import Approve, Case
from handlers.staff.indicators.keyboards import Indicators

TERRITORY = "Северск"
SLUG = "seversk"
WANTED = "робототехника для 8 лет по субботам"
FULL = "плавание для 8 лет"
WANTED_TOO = "гончарная мастерская"
OTHER = "шахматы для 8 лет"
AGE = 8
NEWS = "С 1 декабря открываем запись на второе полугодие. Порядок — по времени заявления."
CERTIFICATE = re.compile(r"\d{4}-\d{6}")
DAYS = 45
"""Far enough for the first lesson of any demo group."""


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


class Script:
    """Plays the steps in order; one that fails ends the play and is shown as not held."""

    def __init__(self, live: Live, say: Callable[[str], None] = _say) -> None:
        self._live = live
        self._say = say
        self._report = Report()
        self._people: list[Person] = []

    async def play(self) -> Report:
        """Play everything and return what was seen."""
        async with SandboxClient(self._live.url) as client:
            self._people = await client.persons()
            voices = {person.role: person for person in self._people}
            self._parent = Voice("Родитель", voices["parent"], self._say)
            self._clerk = Voice("Специалист", voices["clerk"], self._say)
            self._provider = Voice("Кружок", voices["provider"], self._say)
            self._client = client
            for act in (
                *(self.start, self.find, self.child, self.apply, self.decide),
                *(self.sign_provider, self.sign_parent, self.certificate, self.refusal, self.unified_certificate),
                *(self.survey, self.message, self.indicators, self.waiting_list, self.transfer),
            ):
                if not await self._step(act):
                    break
            log = await client.calls()
            self._report.calls, self._report.violations = log["total"], log["violations"]
        return self._report

    async def _step(self, act: Callable[[], Awaitable[bool]]) -> bool:
        step = Step(act.__name__)
        self._report.steps.append(step)
        self._say(f"\n— {step.name} —")
        meter = Meter(step, self._people)
        ok = False
        try:
            ok = await act()
        except (LookupError, TimeoutError, ValueError) as lost:
            self._say(f"  !! {type(lost).__name__}: {lost}")
        meter.stop(ok=ok)
        return ok

    async def start(self) -> bool:
        """Everybody comes in and chooses the territory by its button."""
        name = ChooseTerritory.__prefix__
        for voice in (self._clerk, self._provider, self._parent):
            await voice.start()
            seen = await voice.press_where(lambda button: button.data.startswith(name) and button.text == TERRITORY)
        return TERRITORY in seen.text

    async def find(self) -> bool:
        """One sentence, one card."""
        await self._parent.press(Find.__prefix__)
        await self._parent.write(WANTED)
        card = await self._parent.press(GroupCard.__prefix__)
        return has(card, ApplyTo.__prefix__)

    async def child(self) -> bool:
        """By what right, the parent and the child, once; the card leads here and back."""
        await self._parent.press(ApplyTo.__prefix__)
        seen = await self._parent.press(AddChild.__prefix__)
        for _turn in range(12):
            if has(seen, ApplyFor.__prefix__):
                return True
            seen = await self._fill(seen)
        return False

    async def _fill(self, seen: Message) -> Message:
        """Agree, go on, pick the first choice, or type the answer to the question on the screen."""
        for prefix in (Agree.__prefix__, ReadGround.__prefix__, Proceed.__prefix__, Pick.__prefix__):
            if has(seen, prefix):
                return await self._parent.press(prefix)
        asked = next(button.data.split(":") for button in seen.buttons if button.data.startswith(Pause.__prefix__))
        born = self._live.clock() - timedelta(days=round(365.25 * (AGE + 0.5)))
        answer = ANSWERS.get(f"{asked[1]}:{asked[2]}", f"{born:%d.%m.%Y}")
        return await self._parent.write(answer)

    async def apply(self) -> bool:
        """Read the summary, send it, get a number and a date."""
        await self._parent.press(ApplyFor.__prefix__)
        seen = await self._parent.press(ApplySend.__prefix__)
        return "№" in seen.text

    async def decide(self) -> bool:
        """The clerk is told, reads the case and approves it."""
        await self._clerk.hear(lambda message: has(message, Case.__prefix__))
        await self._approve()
        told = await self._parent.hear(lambda message: has(message, MyCase.__prefix__))
        return CERTIFICATE.search(told.text) is not None

    async def _approve(self) -> None:
        await self._clerk.press(Case.__prefix__)
        await self._clerk.press(Approve.__prefix__)

    async def sign_provider(self) -> bool:
        """The provider confirms the offer in one tap from the notice."""
        await self._provider.hear(lambda message: has(message, ProviderAgree.__prefix__))
        seen = await self._provider.press(ProviderAgree.__prefix__)
        return not has(seen, ProviderAgree.__prefix__)

    async def sign_parent(self) -> bool:
        """The parent reads, asks for the code and types it."""
        await self._parent.hear(lambda message: has(message, ReadContract.__prefix__))
        await self._parent.press(ReadContract.__prefix__)
        seen = await self._parent.press(GetCode.__prefix__)
        seen = await self._parent.write(code(seen.text))
        return has(seen, ContractText.__prefix__) and not has(seen, GetCode.__prefix__)

    async def certificate(self) -> bool:
        """The case shows an active certificate."""
        await self._parent.press(Home.__prefix__)
        await self._parent.press(Mine.__prefix__)
        seen = await self._parent.press(MyCase.__prefix__)
        return CERTIFICATE.search(seen.text) is not None

    async def waiting_list(self) -> bool:
        """All seats of another group are taken: the parent stands in line, a family leaves, the seat is taken."""
        await self._parent.press(Home.__prefix__)
        await self._parent.press(Find.__prefix__)
        await self._parent.write(FULL)
        card = await self._parent.press(GroupCard.__prefix__)
        if not (group_id := group_of(card)):
            return False
        database, now = self._live.database, self._live.clock()
        family, number = await neighbours.fill(database, group_id=group_id, now=now)
        await self._parent.press(Keep.__prefix__)
        seen = await self._parent.press(JoinList.__prefix__)
        stands = "1" in seen.text and has(seen, MyPlaces.__prefix__)
        await neighbours.leave(database, family, number=number, now=now)
        await self._client.advance(minutes=1)
        await self._parent.hear(lambda message: has(message, TakeSeat.__prefix__))
        seen = await self._parent.press(TakeSeat.__prefix__)
        return stands and "№" in seen.text and has(seen, MyCase.__prefix__)

    async def unified_certificate(self) -> bool:
        """A second club for the same child: one certificate for both services, each counted by itself."""
        await self._parent.press(Home.__prefix__)
        await self._parent.press(Find.__prefix__)
        await self._parent.write(WANTED_TOO)
        for prefix in (GroupCard.__prefix__, ApplyTo.__prefix__, ApplySend.__prefix__):
            await self._parent.press(prefix)
        await self._clerk.hear(lambda message: has(message, Case.__prefix__))
        await self._approve()
        await self._parent.hear(lambda message: has(message, MyCase.__prefix__))
        seen = await self._parent.press(MyCase.__prefix__)
        return "единого сертификата" in seen.text

    async def refusal(self) -> bool:
        """A refusal says why and how to mend, and leads to an alternative."""
        return await refuse_and_help(self._parent, self._clerk)

    async def transfer(self) -> bool:
        """From the contract in force to another club: asked on its card, approved, a new certificate and contract."""
        await self._parent.press(Home.__prefix__)
        await self._parent.press(Find.__prefix__)
        await self._parent.write(OTHER)
        for prefix in (GroupCard.__prefix__, MoveHere.__prefix__, MoveThere.__prefix__):
            await self._parent.press(prefix)
        number = (await self._parent.press(MoveThere.__prefix__)).text.partition("№ ")[2].partition(" ")[0]
        await self._clerk.hear(lambda message: f"№ {number}" in message.text and has(message, Case.__prefix__))
        await self._approve()
        return f"№ {number}" in (await self._parent.hear(lambda said: CERTIFICATE.search(said.text) is not None)).text

    async def survey(self) -> bool:
        """After the first month the parent grades the lessons: one tap, the rest is optional."""
        await self._client.advance(days=DAYS)
        await self._parent.hear(lambda message: has(message, SurveyAnswer.__prefix__))
        for _question in range(9):
            seen = await self._parent.press(SurveyAnswer.__prefix__)
        return not has(seen, SurveyAnswer.__prefix__)

    async def message(self) -> bool:
        """The clerk writes to all parents, tries it on herself, sends it and reads the report."""
        await self._clerk.press(Home.__prefix__)
        await self._clerk.press(Campaigns.__prefix__)
        await self._clerk.press(NewCampaign.__prefix__)
        await self._clerk.write(NEWS)
        await self._clerk.press(Aim.__prefix__)
        await self._clerk.press(TryIt.__prefix__)
        sent = await self._clerk.press(SendIt.__prefix__)
        await self._parent.hear(lambda message: NEWS in message.text)
        report = await self._clerk.person.wait_for(lambda now: now.id == sent.id and not has(now, Hold.__prefix__))
        self._say(f"        → {report.text}")
        return has(report, Campaigns.__prefix__)

    async def indicators(self) -> bool:
        """The clerk opens the table; the facts show what was done."""
        await self._clerk.press(Home.__prefix__)
        await self._clerk.press(Indicators.__prefix__)
        await self._clerk.press_where(lambda button: button.data.startswith(f"{Indicators.__prefix__}:5"))
        self._report.indicators = await indicator_rows(self._live.database, SLUG, now=self._live.clock())
        facts = [row for row in self._report.indicators if row["fact"] is not None]
        for row in facts:
            self._say(f"  {row['base']} → {row['fact']} → {row['target']}  {row['text'][:90]}…")
        return len(facts) >= 3
