"""Words of the families room: nothing foreign is markup, every field has words, every screen fits."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from handlers.common import words
from handlers.common.context import Desk
from handlers.common.errors import sentence
from handlers.common.refusals.families import INVALID
from handlers.common.screen import Screen
from handlers.parent.families import keyboards, questions, screens, texts
from handlers.parent.families.keyboards import Agree, Ask, Pause, Pick
from handlers.parent.families.screens import Family, Next
from services.core.errors import Invalid
from services.families.actions import Step
from services.families.errors import OutOfAge
from services.families.queries import ChildView, Standing, consent_text
from services.families.rules import HEALTH
from services.forms.rules import FORMS, Field, Form
from services.forms.rules.conditions import OneOf
from services.identifiers import rules as identifiers

TODAY = date(2026, 9, 3)
GROUP = 999_999_999_999
NASTY = "<b>Анна</b> & Ко"
AUTHORITY = "отдел образования администрации муниципального округа " * 2


@pytest.fixture(params=words.LOCALES, autouse=True)
def locale(request: pytest.FixtureRequest) -> Iterator[str]:
    words.use(request.param)
    yield request.param
    words.use(words.DEFAULT)


def _child(number: int = 1, name: str = NASTY) -> ChildView:
    return ChildView(number, 1, f"Орлова {name}", name, date(2018, 5, 14), "none")


def _family(size: int, *, is_trial: bool = True) -> Family:
    kids = [_child(number, f"Имя{number}") for number in range(1, size + 1)]
    return Family(kids, TODAY, is_trial=is_trial, has_details=True, has_consent=True)


def _calling_for(form: Form, field: Field) -> dict[str, str]:
    """Answers and facts under which this field is asked, with all others answered."""
    full = {one.code: "x" for one in form.fields}
    return {**full, field.asked.name: field.asked.values[0]} if isinstance(field.asked, OneOf) else full


def _all_screens() -> list[Screen]:
    steps = [Step(consent=HEALTH), Step(child=_child()), Step(saved=True)]
    for form in FORMS.values():
        key = f"{form.code}-12" if form.of_child else form.code
        steps += [Step(form=key, field=field.code, answers=_calling_for(form, field)) for field in form.fields]
    note = sentence(OutOfAge(4, 5, 18))
    return [
        *(screens.step_screen(Next(step, GROUP, note, is_health_declined=True), AUTHORITY) for step in steps),
        screens.added(_child(), 0, is_health_declined=True),
        screens.closed(AUTHORITY, Desk("b"), 0),
        screens.closed(AUTHORITY, Desk("b", public_url="https://kruzhok.example.org"), 9),
        screens.children(_family(0), 0),
        screens.children(_family(13), 1),
        screens.ask_withdraw(is_given=True),
        screens.ask_withdraw(is_given=False),
        screens.ground(GROUP, is_trial=True),
        screens.ground(0, is_trial=False),
        *(
            found
            for found in (
                screens.entry(Standing(is_known=False, form="child", answered=0, questions=4), GROUP),
                screens.entry(Standing(is_known=True, form="child", answered=2, questions=4), GROUP),
            )
            if found is not None
        ),
        Screen(texts.withdrawn()),
        Screen(texts.paused(), keyboards.paused(Pause(form="representative", field="full_name", group_id=GROUP))),
    ]


def test_every_screen_fits() -> None:
    for screen in _all_screens():
        assert len(screen.text) <= 900, screen.text
        assert len(screen.rows) <= 8
        assert all(1 <= len(row) <= 3 for row in screen.rows)


def test_every_button_fits() -> None:
    for screen in _all_screens():
        for row in screen.rows:
            for button in row:
                assert button.url or len((button.callback_data or "").encode()) <= 64


def test_the_longest_buttons_fit() -> None:
    for form in FORMS.values():
        for field in form.fields:
            for data in (
                Ask(form=form.code, field=field.code, group_id=GROUP),
                Pause(form=form.code, field=field.code, group_id=GROUP),
                Pick(form=form.code, field=field.code, number=2, group_id=GROUP),
            ):
                assert len(data.pack()) <= 64
    assert len(Agree(purpose=HEALTH, seen="f" * 16, group_id=GROUP).pack()) <= 64


def test_a_name_is_never_markup_and_only_a_trial_shows_it() -> None:
    assert "&lt;b&gt;Анна&lt;/b&gt; &amp; Ко" in screens.added(_child(), 0, is_health_declined=False).text
    shown = texts.children([_child()], 1, TODAY, named=True)
    assert "&lt;b&gt;" in shown
    assert "Анна" not in texts.children([_child()], 1, TODAY, named=False)
    assert "Имя" not in screens.children(_family(2, is_trial=False), 0).text


def test_a_list_of_children_is_paged() -> None:
    second = screens.children(_family(13), 1).text
    assert [f"{number}. " in second for number in (6, 7, 12, 13)] == [False, True, True, False]
    assert screens.children(_family(13), 99).text == screens.children(_family(13), 2).text


def test_every_field_and_choice_has_words() -> None:
    for form in FORMS.values():
        assert questions.TITLES[form.code]()
        for field in form.fields:
            assert questions.label(form.code, field.code)
            assert questions.asked_words(form.code, field.code)
            assert all(questions.choice_words(form.code, field.code, choice) for choice in field.choices)
            for why in ("long", "empty", *(("choice",) if field.choices else ())):
                assert (field.code, why) in INVALID or ("", why) in INVALID


@pytest.mark.parametrize(
    "check",
    [
        identifiers.snils,
        identifiers.inn,
        identifiers.ogrn,
        identifiers.kpp,
        identifiers.phone,
        identifiers.service_code,
    ],
)
def test_every_wrong_number_has_words(check: Callable[[str], str]) -> None:
    samples = ["", "x" * 9, "1", "1" * 9, "1" * 10, "1" * 11, "1" * 12, "1" * 13, "1" * 15, "1" * 24, "+7 012 3456789"]
    refusals = [refusal for refusal in (_refusal(check, sample) for sample in samples) if refusal is not None]
    assert refusals
    assert [refusal for refusal in refusals if refusal not in INVALID] == []


def _refusal(check: Callable[[str], str], sample: str) -> tuple[str, str] | None:
    try:
        check(sample)
    except Invalid as error:
        return error.field, error.why
    return None


def test_a_choice_may_be_typed_in_words(locale: str) -> None:
    whole = questions.CHOICES["child", "category", "disabled"]()
    assert questions.typed_choice("child", "category", f"  {whole.upper()} ") == "disabled"
    assert questions.typed_choice("child", "category", "овз") == "ovz"
    assert questions.typed_choice("child", "category", "?") == "?"
    assert questions.typed_choice("child", "full_name", "Орлова Анна") == "Орлова Анна"


def test_what_was_answered_is_ticked_and_never_repeated() -> None:
    answers = {"full_name": "Орлова Мария", "birth_date": "2018-05-14"}
    screen = questions.question(Step(form="child", field="snils", answers=answers), 0, note="Примечание")
    assert screen.text.startswith("Примечание\n\n")
    assert questions.label("child", "full_name") in screen.text
    assert "Мария" not in screen.text
    assert "2018-05-14" not in screen.text


def test_the_consent_on_the_screen_is_the_text_that_is_hashed(locale: str) -> None:
    text = consent_text(HEALTH, AUTHORITY)
    screen = screens.consent(HEALTH, 0, AUTHORITY)
    plain = screen.text.replace("<b>", "").replace("</b>", "")
    assert plain.startswith(text.text(locale))
    pressed = screen.rows[0][0].callback_data
    assert pressed is not None
    assert text.seen(Agree.unpack(pressed).seen) == text.digest(locale)


@pytest.mark.parametrize("age", [0, 1, 4, 18, 19, 21, 126])
def test_ages_out_of_the_limits_have_words(age: int) -> None:
    assert str(age) in sentence(OutOfAge(age, 5, 18))
