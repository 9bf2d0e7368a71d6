// One person's phone: shows what the server says and sends what the person does.
import { AppFrame } from "./app.js";
import { bubbleOf } from "./bubble.js";
import { $, api, element } from "./dom.js";
import { Inline } from "./inline.js";
import { inlineButton, replyKey } from "./keys.js";
import { Sending } from "./sending.js";

export const ROLES = { parent: "Родитель", clerk: "Сотрудник", chief: "Руководитель", provider: "Исполнитель", guest: "Человек" };

export class Phone {
  constructor(person, number, bot) {
    this.person = person;
    this.bot = bot;
    this.path = `/sandbox/chats/${person.id}`;
    this.seq = -1;
    this.shown = new Map();
    this.root = $("#phone").content.firstElementChild.cloneNode(true);
    this.root.id = `phone-${number}`;
    this.root.dataset.role = person.role;
    const role = ROLES[person.role] ?? ROLES.guest;
    this.root.setAttribute("aria-label", `${role}: ${person.first_name}`);
    $(".face", this.root).textContent = person.first_name[0];
    $(".role", this.root).textContent = role;
    $(".name", this.root).textContent = person.first_name;
    this.log = $(".log", this.root);
    this.log.setAttribute("aria-label", `Сообщения: ${role}`);
    this.tab = this.makeTab(person.role === "guest" ? person.first_name : role);
    this.sending = new Sending(this);
    this.inline = new Inline(this);
    this.app = new AppFrame(this);
    this.listen();
  }

  get input() { return $("textarea", this.root); }

  makeTab(name) {
    const tab = element("button", "", name);
    tab.type = "button";
    tab.role = "tab";
    tab.setAttribute("aria-controls", this.root.id);
    tab.addEventListener("click", () => this.root.dispatchEvent(new Event("chosen")));
    return tab;
  }

  listen() {
    new ResizeObserver(() => this.isLow && this.toEnd()).observe(this.log);
    $(".start", this.root).addEventListener("click", () => this.start(this.person.start_payload));
    this.log.addEventListener("click", (event) => {
      event.target.closest("tg-spoiler")?.classList.add("open");
      if (this.openHere(event.target.closest("a")?.href)) event.preventDefault();
    });
    this.log.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
      const buttons = [...this.log.querySelectorAll(".row > *")];
      const next = buttons[buttons.indexOf(document.activeElement) + step];
      if (!step || !next || document.activeElement === this.log) return;
      event.preventDefault();
      next.focus();
    });
  }

  start(payload) {
    this.isEntering = true;
    return this.touch("start", { payload });
  }

  // A link to this very bot is a press of Start with a payload; all others open in a window of their own.
  openHere(address) {
    if (!address) return false;
    const link = new URL(address, location.href);
    return link.hostname === "t.me" && this.openPath(link.pathname + link.search);
  }

  get isLow() { return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 120; }

  toEnd() { this.log.scrollTop = this.log.scrollHeight; }

  openPath(path) {
    const [name, query] = path.split("?");
    if (name !== `/${this.bot}`) return false;
    this.start(new URLSearchParams(query).get("start"));
    return true;
  }

  async touch(kind, body = {}) {
    try { await api(`${this.path}/${kind}`, body); } catch { this.toast("Не получилось: кнопка устарела или песочница не отвечает."); }
  }

  toast(text) {
    const toast = $(".toast", this.root);
    toast.textContent = text;
    toast.classList.add("on");
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => toast.classList.remove("on"), 4000);
  }

  take(seen) {
    const first = this.seq < 0;
    if (seen.reset) { this.log.replaceChildren($(".hello", this.log)); this.shown.clear(); this.day = undefined; }
    const low = this.isLow;
    for (const message of seen.messages) this.draw(message, first);
    if (seen.messages.length && !first && !this.root.classList.contains("shown")) this.tab.classList.add("news");
    if (!first) seen.toasts.forEach((toast) => this.answer(toast));
    this.seq = seen.seq;
    this.blocked = seen.blocked;
    this.drawKeys(seen.reply_keyboard ?? []);
    const isOpen = seen.started && !seen.blocked;
    $(".start", this.root).hidden = isOpen;
    $(".composer", this.root).hidden = !isOpen;
    if (isOpen && this.isEntering) { this.isEntering = false; this.input.focus(); }
    $(".hello", this.root).hidden = this.shown.size > 0;
    $("[data-act=block]", this.root).textContent = seen.blocked ? "Разблокировать бота" : "Заблокировать бота";
    if (low || first) this.toEnd();
    if (first) this.meet();
  }

  meet() {
    this.sending.meetBot().catch(console.warn);
  }

  answer(toast) {
    this.root.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
    if (this.openHere(toast.url) || !toast.text) return;
    if (!toast.alert) { this.toast(toast.text); return; }
    $("#alert-text").textContent = toast.text;
    if (!$("#alert").open) $("#alert").showModal();
  }

  draw(message, first) {
    const old = this.shown.get(message.message_id);
    if (message.deleted) { old?.remove(); this.shown.delete(message.message_id); return; }
    const isMine = !message.from_bot && !message.sender;
    const made = element("div", `message${isMine ? " mine" : ""}${old || first ? "" : " fresh"}`);
    made.append(bubbleOf(message, this.path));
    for (const [row, keys] of message.buttons.entries()) {
      const line = element("div", "row");
      keys.forEach((key, col) => line.append(inlineButton(this, message, key, row, col)));
      made.append(line);
    }
    if (!old) this.drawDay(message);
    this.place(old, made);
    this.shown.set(message.message_id, made);
  }

  drawDay(message) {
    const day = new Date(message.date * 1000).toLocaleDateString("ru", { day: "numeric", month: "long" });
    if (this.day && this.day !== day) this.log.append(element("p", "day", day));
    this.day = day;
  }

  place(old, made) {
    if (!old) { this.log.append(made); return; }
    const buttons = [...old.querySelectorAll(".row > *")];
    const focus = buttons.indexOf(document.activeElement);
    old.replaceWith(made);
    // an edited screen keeps the keyboard's place, else every press would throw the focus to the page's top
    if (focus >= 0) ([...made.querySelectorAll(".row > *")][focus] ?? this.log).focus();
  }

  drawKeys(rows) {
    const keys = $(".keys", this.root);
    const state = JSON.stringify(rows);
    if (keys.dataset.state === state) return;
    keys.dataset.state = state;
    keys.replaceChildren(...rows.map((row) => {
      const line = element("div", "row");
      line.append(...row.map((key) => replyKey(this, key)));
      return line;
    }));
  }
}
