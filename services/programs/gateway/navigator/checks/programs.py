"""Programs."""

from datetime import date
from typing import NamedTuple

from services.programs.gateway.navigator import values
from services.programs.gateway.navigator.checks.draft import Draft, Told, ages, on_globe, place, required, sizes
from services.programs.gateway.navigator.checks.partners import web_address
from services.programs.gateway.navigator.codes import FOCUSES, Dictionary
from services.programs.gateway.navigator.values import Number
from services.programs.gateway.records import Head, Kinds, ProgramRecord, Texts
from services.programs.gateway.verdicts import Warn
from services.programs.models import StudyForm

TEXTS = ("name", "fullName", "announce", "detailDescription", "programContent", "goals", "results", "technicalBase")
"""The fields of which markup is told, in the order of ``Texts``."""
_FORMS = {form.value: form for form in StudyForm}


class _Figures(NamedTuple):
    """Every number of a program, tested."""

    ages: tuple[Number | None, Number | None]
    sizes: tuple[int | None, int | None]
    duration: Number | None


def check(head: Head, told: Told, draft: Draft) -> None:
    """A program: a name, codes of its dictionaries, ages, sizes. ``_noDirections`` is set by tables."""
    words, marks = zip(*[values.marked_text(told.get(field)) for field in TEXTS], strict=True)
    required(words[0])
    if any(marks):
        draft.warnings = (Warn.HTML_STRIPPED,)
    kinds = _kinds(told)
    draft.parent = values.uuid(told.get("partnerUuid"))
    draft.direction = None if told.get("_noDirections") else values.uuid(told.get("directionUuid"))
    draft.focus_code = kinds.focus_code
    _look_up(kinds, values.code(told.get("_form")), draft)
    figures = _figures(told)
    draft.make = lambda: _record(head, told, kinds, Texts(*words), figures)


def _kinds(told: Told) -> Kinds:
    focus_code = values.code(told.get("focusCode"))
    return Kinds(
        focus_code=focus_code,
        focus=FOCUSES.get(focus_code),
        program_type=values.code(told.get("programType")),
        state=values.code(told.get("state")),
        levels=values.codes(told.get("levelSet")),
        registries=values.codes(told.get("programRegistries")),
        has_ovz=values.flag(told.get("ovz")) is True,
        ovz_types=values.codes(told.get("ovzTypes")),
        is_adapted=values.flag(told.get("invalidAdapted")) is True,
        certificate_required=values.flag(told.get("certificateRequired")),
        form=_FORMS.get(values.code(told.get("_form"))),
    )


def _look_up(kinds: Kinds, form: str, draft: Draft) -> None:
    draft.look_up(Dictionary.FOCUSES, kinds.focus_code)
    draft.look_up(Dictionary.PROGRAM_TYPES, kinds.program_type)
    draft.look_up(Dictionary.STATES, kinds.state)
    draft.look_up(Dictionary.FORMS, form)
    draft.look_up_open(Dictionary.OVZ_TYPES, kinds.ovz_types)
    draft.look_up_open(Dictionary.LEVELS, kinds.levels)
    draft.look_up_open(Dictionary.REGISTRIES, kinds.registries)


def _figures(told: Told) -> _Figures:
    """Raises Rejected for what is no number, or is none of ours."""
    found = _Figures(
        ages=(values.age(told.get("minAge")), values.age(told.get("maxAge"))),
        sizes=(values.whole(told.get("minPersons")), values.whole(told.get("maxPersons"))),
        duration=values.number(told.get("duration")),
    )
    on_globe(told)
    ages(*found.ages)
    sizes(*found.sizes)
    return found


def _record(head: Head, told: Told, kinds: Kinds, texts: Texts, figures: _Figures) -> ProgramRecord:
    low, high = figures.ages
    return ProgramRecord(
        head=head,
        partner=values.uuid(told.get("partnerUuid")),
        direction="" if told.get("_noDirections") else values.uuid(told.get("directionUuid")),
        texts=texts,
        kinds=kinds,
        age_from=low and low.months,
        age_to=high and high.months,
        size_min=figures.sizes[0],
        size_max=figures.sizes[1],
        months=_months(figures.duration, values.word(told.get("durationunit"))),
        place=place(told, values.text(told.get("location")), "fiasMunicipal"),
        image_url=web_address(told.get("imageUrl")),
        small_image_url=web_address(told.get("imageSmallUrl")),
        rating=values.text(told.get("reviewsAvg")),
        created_on=_date_of(told.get("dateCreate")),
        changed_on=_date_of(told.get("dateChanged")),
    )


def _months(duration: Number | None, unit: str) -> int | None:
    """The length of the program; None if it or its unit is not told."""
    if duration is None or unit not in ("year", "month"):
        return None
    return duration.months if unit == "year" else duration.whole


def _date_of(value: object) -> date | None:
    """The day of a local time without a zone."""
    return values.lenient(values.day, values.word(value)[: len("2020-10-18")])
