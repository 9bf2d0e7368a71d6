"""Words of the forms, by form and field, and how any form is drawn in a chat. A new form is data and these words."""

from collections.abc import Callable

from handlers.common.keyboards import home
from handlers.common.screen import Row, Screen, button
from handlers.common.words import _
from handlers.parent.families import sheet_words
from handlers.parent.families.keyboards import Ask, Pause, Pick, Proceed, Sheets
from services.families.actions import Step
from services.forms.rules import SHEETS, Field, Form, form

Words = Callable[[], str]

TITLES: dict[str, Words] = {
    "representative": lambda: _("About you"),
    "child": lambda: _("About the child"),
    "documents": lambda: _("Papers"),
    **sheet_words.TITLES,
}
LABELS: dict[tuple[str, str], Words] = {
    ("representative", "full_name"): lambda: _("your name"),
    ("representative", "phone"): lambda: _("phone"),
    ("child", "full_name"): lambda: _("the child's name"),
    ("child", "birth_date"): lambda: _("date of birth"),
    ("child", "snils"): lambda: _("СНИЛС"),
    ("child", "category"): lambda: _("special category"),
    ("documents", "birth"): lambda: _("Birth certificate"),
    ("documents", "passport"): lambda: _("The child's passport"),
    ("documents", "foreign"): lambda: _("Document of another country"),
    ("documents", "residence"): lambda: _("Registration at the place of living"),
    ("documents", "authority"): lambda: _("Paper of a guardian, trustee or adopter"),
    ("documents", "grounds"): lambda: _("Paper on ОВЗ or disability"),
}
QUESTIONS: dict[tuple[str, str], Words] = {
    ("representative", "full_name"): lambda: _(
        "Your surname, first name and patronymic?\nFor example: Orlova Anna Sergeevna",
    ),
    ("representative", "phone"): lambda: _("Your phone number?\nFor example: +7 912 345-67-89"),
    ("child", "full_name"): lambda: _(
        "The child's surname, first name and patronymic?\nFor example: Orlova Maria Petrovna",
    ),
    ("child", "birth_date"): lambda: _("The child's date of birth?\nFor example: 14.05.2018"),
    ("child", "snils"): lambda: _("The child's СНИЛС, 11 digits?\nFor example: 112-233-445 95"),
    ("child", "category"): lambda: _(
        "Does the child have a special category?\nIt is recorded only with a separate consent, which you may decline.",
    ),
    ("documents", "birth"): lambda: _("The page with the child's name, number and date."),
    ("documents", "passport"): lambda: _("The pages with the photograph and with the registration."),
    ("documents", "foreign"): lambda: _(
        "With its translation, if it is not in Russian. Only if there is no Russian one."
    ),
    ("documents", "residence"): lambda: _("Form No. 8 or No. 3, or the page of a passport."),
    ("documents", "authority"): lambda: _("The act or the decision that lets you act for the child."),
    ("documents", "grounds"): lambda: _("The conclusion of the commission (ПМПК) or the certificate of МСЭ."),
}
CHOICES: dict[tuple[str, str, str], Words] = {
    ("child", "category", "none"): lambda: _("No special category"),
    ("child", "category", "ovz"): lambda: _("Limited health abilities (ОВЗ)"),
    ("child", "category", "disabled"): lambda: _("Disability"),
}


def label(form_code: str, field_code: str) -> str:
    """A short name of a field."""
    words = LABELS.get((form_code, field_code))
    return words() if words is not None else sheet_words.label(field_code)


def asked_words(form_code: str, field_code: str) -> str:
    """The question of a field; its second line, if there is one, helps."""
    words = QUESTIONS.get((form_code, field_code))
    return words() if words is not None else sheet_words.asked(field_code)


def choice_words(form_code: str, field_code: str, code: str) -> str:
    """Words of a choice."""
    words = CHOICES.get((form_code, field_code, code))
    return words() if words is not None else sheet_words.choice(field_code, code)


def typed_choice(form_code: str, field_code: str, text: str) -> str:
    """The code of the choice whose words were typed, whole or a part that only one has; else the text as it is."""
    wanted = " ".join(text.casefold().split())
    shape = form(form_code)
    matching = [
        choice
        for choice in shape.field(field_code).choices
        if wanted in choice_words(shape.code, field_code, choice).casefold() and len(wanted) > 1
    ]
    return matching[0] if len(matching) == 1 else text


def question(step: Step, group_id: int, *, note: str = "") -> Screen:
    """A question of a form: what is answered is ticked, never repeated; ``note`` is a sentence above it."""
    shape = form(step.form)
    asked = shape.asked(step.answers)
    number = asked.index(shape.field(step.field)) + 1
    head = _("<b>{form}</b> · question {number} of {total}").format(
        form=TITLES[shape.code](),
        number=number,
        total=len(asked),
    )
    done = [label(shape.code, field.code) for field in asked if field.code in step.answers and field.code != step.field]
    lines = [note] if note else []
    lines.append(f"{head}\n✓ {', '.join(done)}" if done else head)
    lines.append(asked_words(shape.code, step.field))
    if step.field in step.answers:
        lines.append(_("This one is answered already: answer anew or leave it as it is."))
    lines.append(_("Trial: made-up data only. I remove what you type from the chat."))
    return Screen("\n\n".join(lines), _rows(step, shape, asked, group_id))


def _rows(step: Step, shape: Form, asked: tuple[Field, ...], group_id: int) -> tuple[Row, ...]:
    here = shape.field(step.field)
    rows: list[Row] = [
        [
            button(
                choice_words(shape.code, step.field, choice),
                Pick(form=step.form, field=step.field, number=number, group_id=group_id),
            )
        ]
        for number, choice in enumerate(here.choices)
        if choice in here.offered(step.answers)
    ]
    if here.optional:
        rows.append([button(_("Skip"), Pick(form=step.form, field=step.field, number=-1, group_id=group_id))])
    if step.field in step.answers:
        after = asked[asked.index(here) + 1 :]
        end = Sheets() if shape in SHEETS else Proceed(group_id=group_id)
        ahead = Ask(form=step.form, field=after[0].code, group_id=group_id) if after else end
        rows.append([button(_("Leave as it is →"), ahead)])
    before = shape.before(step.field, step.answers)
    away = button(_("Cancel"), Pause(form=step.form, field=step.field, group_id=group_id))
    if before is None:
        return (*rows, [away, *home()])
    return (*rows, [button(_("← Back"), Ask(form=step.form, field=before.code, group_id=group_id)), away])
