// Inline mode: «@bot words» in the input line, the bot's results above it, one of them becomes a message.
import { $, api, element, plainButton, walkable } from "./dom.js";

const PAUSE = 300;

export class Inline {
  constructor(phone) {
    this.phone = phone;
    this.box = $(".offers", phone.root);
    this.list = $(".offer-list", phone.root);
    this.word = $(".offer-word", phone.root);
    this.to = $("select", this.box);
    this.to.setAttribute("aria-label", "Кому отправить");
    phone.input.addEventListener("input", () => this.typed());
    phone.input.addEventListener("keydown", (event) => {
      if (this.box.hidden) return;
      if (event.key === "Escape") this.close();
      if (event.key === "ArrowUp" || event.key === "ArrowDown") { event.preventDefault(); this.enter(); }
    });
    walkable(this.list, () => phone.input.focus());
  }

  // undefined when the line does not begin with the bot's name
  get query() {
    return new RegExp(`^@${this.phone.bot}\\s(.*)$`, "is").exec(this.phone.input.value)?.[1].trim();
  }

  begin(query, here) {
    this.phone.input.value = `@${this.phone.bot} ${query}`;
    this.phone.input.focus();
    this.typed();
    if (!here) this.to.selectedIndex = Math.min(1, this.to.options.length - 1);
  }

  typed() {
    clearTimeout(this.timer);
    const query = this.query;
    if (query === undefined) { this.close(); return; }
    if (this.box.hidden) this.open();
    this.timer = setTimeout(() => this.ask(query), PAUSE);
  }

  open() {
    const others = this.phone.others().map((other) => new Option(other.person.first_name, other.person.id));
    this.to.replaceChildren(new Option("сюда", ""), ...others);
    this.list.replaceChildren();
    this.word.textContent = "Спрашиваю бота…";
    this.box.hidden = false;
  }

  close() {
    clearTimeout(this.timer);
    this.box.hidden = true;
    this.offer = undefined;
  }

  async ask(query, offset = "") {
    const offer = await api(`${this.phone.path}/inline`, { query, offset });
    if (this.query !== query) return;
    this.offer = offer;
    if (!offset) this.list.replaceChildren(...this.top(offer.button));
    this.list.append(...offer.results.map((result) => this.result(offer, result)));
    if (offer.next_offset) this.list.append(this.further(query, offer.next_offset));
    this.word.textContent = this.said(offer);
  }

  said(offer) {
    if (!offer.answered) return "Бот не отвечает в строке";
    const count = this.list.querySelectorAll(".offer").length;
    return count ? `Найдено: ${count}` : "Ничего не найдено";
  }

  top(button) {
    if (!button) return [];
    const act = () => (button.web_app ? window.open(button.web_app.url, "_blank", "noopener") : this.phone.start(button.start_parameter));
    return [plainButton(button.text, "offer-top", () => { this.leave(); act(); })];
  }

  result(offer, result) {
    const item = plainButton(result.title || result.kind, "offer", () => this.choose(offer, result));
    if (result.description) item.append(element("small", "", result.description));
    return item;
  }

  further(query, offset) {
    const more = plainButton("Ещё", "offer-top", () => { more.remove(); this.ask(query, offset); });
    return more;
  }

  async choose(offer, result) {
    const to = this.to.value ? Number(this.to.value) : null;
    const name = this.to.selectedOptions[0].text;
    this.leave();
    await this.phone.touch("choose", { query_id: offer.query_id, result_id: result.id, to });
    if (to) this.phone.toast(`Отправлено: ${name}`);
  }

  leave() {
    this.close();
    this.phone.input.value = "";
    this.phone.input.focus();
  }

  enter() {
    this.list.querySelector("button")?.focus();
  }

  // Enter in the line goes to the results instead of sending the bot its own name
  takesOver() {
    if (this.box.hidden) return false;
    this.enter();
    return true;
  }
}
