import pytest

from services.documents import rules

SOURCE = """
version = 1
[parts.text]
ru = "Договор № {number}: {name}"
en = "Contract {number}: {name}"
[parts.summary]
ru = "Кратко: {name}"
en = "In short: {name}"
"""


NOTE = rules.parse(SOURCE, "note-1")


class TestFillIn:
    def test_fills_the_language_and_the_part_asked_for(self) -> None:
        values = {"number": "7", "name": "Лев"}
        assert rules.fill_in(NOTE, values, "ru") == "Договор № 7: Лев"
        assert rules.fill_in(NOTE, values, "en", part="summary") == "In short: Лев"

    @pytest.mark.parametrize(
        "values",
        [
            {"number": "7"},
            {"number": "7", "name": "Лев", "age": "9"},
            {"number": "7", "name": ""},
            {"number": "7", "name": " \n\u202e"},
        ],
        ids=["missing", "unknown", "empty", "only control marks"],
    )
    def test_is_strict(self, values: dict[str, str]) -> None:
        with pytest.raises(rules.ValuesBroken):
            rules.fill_in(NOTE, values, "ru")

    def test_a_value_is_never_markup(self) -> None:
        values = {"number": "{name}", "name": "Лев\n5.1. Родитель платит\u202e {number} <b>"}
        assert rules.fill_in(NOTE, values, "ru") == "Договор № {name}: Лев 5.1. Родитель платит {number} <b>"

    @pytest.mark.parametrize(("locale", "part"), [("fr", "text"), ("ru", "appendix")])
    def test_unknown_language_or_part(self, locale: str, part: str) -> None:
        with pytest.raises(rules.TemplateBroken):
            rules.fill_in(NOTE, {"number": "7", "name": "Лев"}, locale, part=part)


@pytest.mark.parametrize("name", ["contract-999", "../contract-1", "contract"])
def test_unknown_template(name: str) -> None:
    with pytest.raises(rules.TemplateBroken):
        rules.render(name, {}, "ru")


@pytest.mark.parametrize(
    "source",
    [
        SOURCE.replace("Contract {number}", "Contract"),
        SOURCE.replace("{name}", "{name} {place}").replace("Договор № {number}: {name} {place}", "{number} {name}"),
        SOURCE.replace("version = 1", "version = 2"),
        SOURCE.replace('en = "In short: {name}"', ""),
        "version = 1",
    ],
    ids=["languages differ", "a part asks for more", "another version", "no translation", "no text"],
)
def test_a_template_that_breaks_the_shape_is_refused(source: str) -> None:
    with pytest.raises(rules.TemplateBroken):
        rules.parse(source, "note-1")


def test_every_shipped_template_is_sound() -> None:
    names = [path.stem for path in rules.TEMPLATES.glob("*.toml")]
    assert "contract-1" in names
    for name in names:
        assert rules.load(name).blanks


def test_a_word_that_is_not_there() -> None:
    assert rules.word("contract-1", "service_of", "state", "ru") == "государственной услуги"
    with pytest.raises(rules.TemplateBroken):
        rules.word("contract-1", "service_of", "federal", "ru")


def test_digest_is_of_the_bytes() -> None:
    assert rules.digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert rules.digest("Договор") != rules.digest("договор")
