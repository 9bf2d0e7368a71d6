"""Words of the catalogue: focus, form, level, special needs, standing."""

from enum import StrEnum


class Focus(StrEnum):
    """Направленность: six values of the order on additional programs."""

    TECH = "tech"
    SCIENCE = "science"
    SPORT = "sport"
    ART = "art"
    TOURISM = "tourism"
    SOCIAL = "social"


class StudyForm(StrEnum):
    """Форма обучения."""

    FULL_TIME = "full_time"
    MIXED = "mixed"
    EXTRAMURAL = "extramural"


class Level(StrEnum):
    """Уровень: стартовый, базовый, продвинутый."""

    START = "start"
    BASIC = "basic"
    ADVANCED = "advanced"


class OvzType(StrEnum):
    """Kinds of special needs, spelt as the Navigator's dictionary OvzTypes does; partners send one more."""

    DEAFNESS = "deafness"
    HEARING = "hearing_impairment"
    BLINDNESS = "blindness"
    VISION = "visual_impairment"
    SPEECH = "speech_impairment"
    MENTAL = "mental_impairment"
    AUTISM = "authism"
    INTELLECT = "intellectual_disability"
    MOVEMENT = "musculoskeletal_disorders"

    @property
    def bit(self) -> int:
        """Its place in a mask of several."""
        return 1 << list(OvzType).index(self)


class ProgramStatus(StrEnum):
    """A hidden program keeps its history and takes nobody new."""

    PUBLISHED = "published"
    HIDDEN = "hidden"


class Unpaid(StrEnum):
    """Why a certificate never pays for a program: the act excludes the provider's kind, or the program's."""

    EXCLUDED = "excluded"
    PREPROFESSIONAL = "preprofessional"
    NO_SOURCE = "no_source"
    """The organiser does not name the certificate among the sources of money."""
