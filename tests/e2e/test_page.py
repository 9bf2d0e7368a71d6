"""The page itself, with a toy bot: layout, keyboard, inline mode, Mini Apps, what a person can send."""

import re
from pathlib import Path

import pytest
from playwright.async_api import FrameLocator, Page, expect

from tests.e2e.conftest import DESK, PHONE, Opened
from tests.e2e.hand import Hand
from tests.e2e.toy import Toy


async def begun(toy: Toy, opened: Opened, viewport: dict[str, int] = PHONE) -> tuple[Page, Hand]:
    """Anna has pressed Start."""
    page = await opened(toy.url, viewport)
    anna = Hand(page, "Анна")
    await anna.start()
    await expect(anna.last).to_contain_text("Меню")
    return page, anna


async def test_one_at_a_time_on_a_phone(toy: Toy, opened: Opened) -> None:
    page = await opened(toy.url, PHONE)
    anna, ivan = Hand(page, "Анна"), Hand(page, "Иван")
    await expect(anna.phone).to_contain_text("Игрушечный бот")
    await expect(ivan.phone).to_be_hidden()
    await ivan.choose()
    await expect(ivan.phone).to_be_visible()
    await expect(anna.phone).to_be_hidden()
    width = await page.evaluate("document.documentElement.scrollWidth")
    assert width == PHONE["width"], "nothing sticks out"
    await expect(page.get_by_role("link", name="Журнал вызовов")).to_be_hidden()
    await page.get_by_role("button", name="Время, люди, журнал").click()
    await expect(page.get_by_role("link", name="Журнал вызовов")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("link", name="Журнал вызовов")).to_be_hidden()


async def test_side_by_side_and_one_at_a_time_on_a_desk(toy: Toy, opened: Opened) -> None:
    page = await opened(toy.url, DESK)
    await expect(page.get_by_role("region", name=re.compile("Родитель|Исполнитель"))).to_have_count(2)
    await page.get_by_role("button", name="По одному").click()
    await expect(page.get_by_role("tabpanel")).to_have_count(1)
    await page.get_by_role("tab", name="Родитель").focus()
    await page.keyboard.press("ArrowRight")
    await expect(page.get_by_role("tabpanel", name="Исполнитель: Иван")).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("tabpanel")).to_have_count(1), "the page remembers"
    await page.get_by_role("button", name="По одному").click()
    await page.get_by_role("button", name="+ Человек").click()
    await page.get_by_role("combobox", name="Как зовут человека?").fill("Мария")
    await page.keyboard.press("Enter")
    await expect(page.locator(".phone")).to_have_count(3)
    await expect(Hand(page, "Мария").phone.get_by_role("button", name="Старт")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(Hand(page, "Мария").last).to_contain_text("Меню")


async def test_inline_mode(toy: Toy, opened: Opened) -> None:
    page, anna = await begun(toy, opened)
    await anna.input.press_sequentially("@kruzhok_demo_bot хо")
    offers = anna.phone.get_by_role("group", name="Ответы бота")
    await expect(offers.get_by_role("status")).to_have_text("Найдено: 2")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await expect(offers.get_by_role("button", name="Хор «Радуга»")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(anna.phone.locator(".message.mine").filter(has_text="через @kruzhok_demo_bot")).to_contain_text("Хор")
    await expect(anna.input).to_be_focused()
    await expect(anna.last).to_contain_text("Получено: text")  # the bot sees it in its own chat
    await anna.button("Поделиться").click()
    await expect(anna.input).to_have_value("@kruzhok_demo_bot хор")
    await expect(offers.get_by_label("Кому отправить")).to_have_value("2")
    await offers.get_by_role("button", name="Хореография").click()
    ivan = Hand(page, "Иван")
    await ivan.choose()
    await expect(ivan.last).to_contain_text("Анна · через @kruzhok_demo_bot")
    await ivan.input.fill("@kruzhok_demo_bot нет такого")
    await expect(ivan.phone.locator(".offer-word")).to_have_text("Ничего не найдено")
    await ivan.phone.get_by_role("button", name="Все кружки").click()
    await expect(ivan.last).to_contain_text("Меню")
    assert toy.heard[-1] == "/start find"


async def opened_app(page: Page, hand: Hand, title: str) -> FrameLocator:
    app = hand.phone.get_by_role("dialog", name=title)
    await expect(app).to_be_visible()
    await expect(app.get_by_role("button", name="Закрыть приложение")).to_be_focused()
    return page.frame_locator(f".app iframe[title='{title}']")


@pytest.mark.parametrize(("scheme", "paper"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(24, 32, 29)")])
async def test_a_mini_app_over_the_chat(toy: Toy, opened: Opened, scheme: str, paper: str) -> None:
    page = await opened(toy.url, PHONE, scheme)
    anna = Hand(page, "Анна")
    await anna.start()
    await anna.button("Анкета").click()
    frame = await opened_app(page, anna, "Анкета")
    await expect(frame.locator("#who")).to_have_text("Здравствуйте, Анна")
    await expect(frame.locator("body")).to_have_css("background-color", paper)
    await frame.get_by_role("link", name="Дальше").click()
    await expect(frame.locator("#who")).to_have_text("Здравствуйте, Анна"), "the next page knows the person too"
    await anna.phone.get_by_role("button", name="Назад").click()
    await expect(frame.locator("#who")).to_have_text("назад")
    await anna.phone.get_by_role("button", name="Сохранить").click()
    await expect(anna.phone.get_by_role("dialog")).to_have_count(0)
    await expect(anna.button("Анкета")).to_be_focused()
    await anna.phone.get_by_role("button", name="Мои данные").click()
    await opened_app(page, anna, "Мои данные")
    await page.keyboard.press("Escape")
    await expect(anna.phone.get_by_role("dialog")).to_have_count(0)


async def test_keys_that_ask(toy: Toy, opened: Opened) -> None:
    page, anna = await begun(toy, opened)
    await anna.say("ключи")
    keys = anna.phone.get_by_role("group", name="Клавиатура бота")
    await keys.get_by_role("button", name="Где я").click()
    await page.get_by_role("combobox", name="Широта и долгота").fill("52.4253, 37.6069 — Ливны")
    await page.keyboard.press("Enter")
    await expect(anna.last).to_contain_text("Получено: location")
    await expect(anna.phone.locator(".message.mine").last).to_contain_text("52.4253, 37.6069")
    await keys.get_by_role("button", name="Мой номер").click()
    await page.get_by_role("button", name="Готово").click()
    await expect(anna.last).to_contain_text("Получено: contact")
    await keys.get_by_role("button", name="Форма").click()
    frame = await opened_app(page, anna, "Форма")
    await expect(frame.locator("#who")).to_be_empty()  # no launch data from the reply keyboard
    await frame.get_by_role("button", name="Отправить").click()
    await expect(anna.last).to_contain_text("Получено: web_app_data готово")


async def test_files_photos_and_a_place(toy: Toy, opened: Opened, tmp_path: Path) -> None:
    page, anna = await begun(toy, opened)
    catalogue, picture = tmp_path / "каталог.csv", tmp_path / "a.png"
    catalogue.write_text("Хор")
    picture.write_bytes((Path(__file__).parents[2] / "docs" / "sandbox.png").read_bytes())
    for item, file, kind in (("Файл", catalogue, "document"), ("Фото", picture, "photo")):
        await anna.phone.get_by_role("button", name="Приложить").click()
        async with page.expect_file_chooser() as chosen:
            await anna.phone.get_by_role("menuitem", name=item).click()
        await (await chosen.value).set_files(file)
        await expect(anna.last).to_contain_text(f"Получено: {kind}")
    shown = anna.phone.locator(".message.mine img")
    await expect(shown).to_have_js_property("complete", value=True)
    assert await shown.evaluate("picture => picture.naturalWidth") > 0
    await anna.phone.get_by_role("button", name="Приложить").click()
    await anna.phone.get_by_role("menuitem", name="Место на карте").click()
    await page.get_by_role("combobox", name="Широта и долгота").fill("сто")
    await page.keyboard.press("Enter")
    await expect(anna.phone.get_by_role("status").filter(has_text="Нужны два числа")).to_be_visible()


async def test_alerts_links_commands_and_the_block(toy: Toy, opened: Opened) -> None:
    page, anna = await begun(toy, opened)
    await anna.button("Предупредить").click()
    alert = page.get_by_role("dialog", name="Осторожно")
    await expect(alert).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(alert).to_be_hidden()
    await anna.button("Карточка").click()
    await expect(anna.phone.locator(".message.mine").last).to_contain_text("/start p_7")
    await anna.phone.get_by_role("button", name="Команды").click()
    await expect(anna.phone.get_by_role("menuitem", name="/start")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(anna.phone.locator(".message.mine").last).to_contain_text("/start")
    await anna.phone.get_by_role("button", name="Приложить").click()
    await page.keyboard.press("End")
    await page.keyboard.press("Enter")
    await expect(anna.input).to_be_hidden()
    await anna.start()
    await expect(anna.input).to_be_focused()
    assert toy.sandbox.calls.violations == 0
