import pytest

from services.providers.models import Sector
from services.providers.rules import is_npo, sector_of


@pytest.mark.parametrize(
    ("name", "sector", "npo"),
    [
        ("МБУ ДО «Центр»", Sector.MUNICIPAL, False),
        ("МАУДО «Дом»", Sector.MUNICIPAL, False),
        ("МКОУ СОШ № 3", Sector.MUNICIPAL, False),
        ("МОУ лицей", Sector.MUNICIPAL, False),
        ("Муниципальное бюджетное учреждение", Sector.MUNICIPAL, False),
        ("ГБУ ДО", Sector.STATE, False),
        ("СОГБУДО «Станция»", Sector.STATE, False),
        ("ГБПОУ колледж", Sector.STATE, False),
        ("Областное бюджетное учреждение", Sector.STATE, False),
        ("АНО ДО «Клуб»", Sector.PRIVATE, True),
        ("ЧОУ ДО «Лингва»", Sector.PRIVATE, True),
        ("Негосударственное частное образовательное учреждение", Sector.PRIVATE, True),
        ("Благотворительный фонд «Дети»", Sector.PRIVATE, True),
        ("ООО «Ромашка»", Sector.PRIVATE, False),
        ("ИП Ковылина М. С.", Sector.PRIVATE, False),
        ("МУЗА", Sector.PRIVATE, False),
    ],
)
def test_the_founder_is_read_from_the_name(name: str, sector: Sector, npo: bool) -> None:
    assert (sector_of(name), is_npo(name)) == (sector, npo)
