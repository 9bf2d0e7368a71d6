// One person's phone: shows what the server says and sends what the person does.
import { bubbleOf } from "./bubble.js";
import { $, api, ask, element } from "./dom.js";

export const ROLES = { parent: "Родитель", clerk: "Сотрудник", provider: "Исполнитель" };
const TIMEOUT = 25;

export class Phone {
  constructor(person, index) {
    this.person = person;
    this.path = `/sandbox/chats/${person.id}`;
    this.seq = 0;
    this.shown = new Map();
    this.root = $("#phone").content.firstElementChild.cloneNode(true);
    this.root.id = `phone-${index}`;
    this.root.dataset.role = person.role;
    const role = ROLES[person.role] ?? "Человек";
    this.root.setAttribute("aria-label", `${role}: ${person.first_name}`);
    $(".face", this.root).textContent = person.first_name[0];
    $(".role", this.root).textContent = role;
    $(".name", this.root).textContent = person.first_name;
    this.log = $(".log", this.root);
    this.log.setAttribute("aria-label", `Сообщения: ${role}`);
    this.input = $("textarea", this.root);
    this.menu = $(".menu", this.root);
    this.tab = this.makeTab(role, index);
    this.listen();
  }

  makeTab(role, index) {
    const tab = element("button", "", role);
    tab.type = "button";
    tab.role = "tab";
    tab.setAttribute("aria-controls", `phone-${index}`);
    tab.addEventListener("click", () => this.root.dispatchEvent(new Event("chosen")));
    return tab;
  }

  listen() {
    $(".start", this.root).addEventListener("click", () => this.touch("start", { payload: this.person.start_payload }));
    $(".composer", this.root).addEventListener("submit", (event) => { event.preventDefault(); this.say(); });
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.say(); }
    });
    $(".attach", this.root).addEventListener("click", () => this.openMenu(this.menu.hidden));
    this.menu.addEventListener("click", (event) => {
      const act = event.target.dataset.act;
      if (act) { this.openMenu(false); this.attach(act); }
    });
    this.menu.addEventListener("keydown", (event) => this.walkMenu(event));
    $("input[type=file]", this.root).addEventListener("change", (event) => this.file(event.target));
    this.log.addEventListener("click", (event) => event.target.closest("tg-spoiler")?.classList.add("open"));
  }

  walkMenu(event) {
    const items = [...this.menu.children];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") { this.openMenu(false); $(".attach", this.root).focus(); }
    if (!step) return;
    event.preventDefault();
    items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
  }

  openMenu(open) {
    this.menu.hidden = !open;
    $(".attach", this.root).setAttribute("aria-expanded", String(open));
    if (open) this.menu.firstElementChild.focus();
  }

  async touch(kind, body = {}) {
    try { await api(`${this.path}/${kind}`, body); } catch { this.toast("Не получилось: кнопка устарела или песочница не отвечает."); }
  }

  say() {
    const text = this.input.value.trim();
    if (!text) return;
    this.input.value = "";
    this.touch("text", { text });
  }

  async attach(act) {
    if (act === "file") $("input[type=file]", this.root).click();
    if (act === "sticker") this.touch("sticker");
    if (act === "location") this.sendLocation();
    if (act === "contact") this.sendContact();
    if (act === "block") this.touch("block", { on: !this.blocked });
    if (act === "link") {
      const link = await ask("Ссылка t.me/…?start=… или только её параметр", "");
      if (link) this.touch("start", { payload: link.split("start=").pop() });
    }
  }

  async sendLocation() {
    const place = await ask("Широта и долгота", "56.6004, 84.8864");
    const [lat, lon] = (place ?? "").split(/[,;\s]+/).map(Number);
    if (Number.isFinite(lat) && Number.isFinite(lon)) this.touch("location", { lat, lon });
  }

  async sendContact() {
    const phone = await ask("Телефон", "+79990000000");
    if (phone) this.touch("contact", { phone });
  }

  async file(input) {
    if (!input.files.length) return;
    const form = new FormData();
    form.append("file", input.files[0]);
    input.value = "";
    const response = await fetch(`${this.path}/file`, { method: "POST", body: form });
    if (!response.ok) this.toast("Файл не отправлен.");
  }

  toast(text) {
    const toast = $(".toast", this.root);
    toast.textContent = text;
    toast.classList.add("on");
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => toast.classList.remove("on"), 4000);
  }

  async follow() {
    let first = true;
    for (;;) {
      try {
        this.take(await api(`${this.path}?after=${this.seq}&timeout=${first ? 0 : TIMEOUT}`), first);
        $("#offline").hidden = true;
        first = false;
      } catch (error) {
        console.warn(error);
        $("#offline").hidden = false;
        await new Promise((done) => setTimeout(done, 1500));
      }
    }
  }

  take(seen, first) {
    if (seen.reset) { this.log.replaceChildren(); this.shown.clear(); }
    const low = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 120;
    for (const message of seen.messages) this.draw(message, first);
    if (seen.messages.length && !first && !this.root.classList.contains("shown")) this.tab.classList.add("news");
    if (!first) seen.toasts.forEach((toast) => this.answer(toast));
    this.seq = seen.seq;
    this.blocked = seen.blocked;
    this.drawKeys(seen.reply_keyboard ?? []);
    $(".start", this.root).hidden = seen.started && !seen.blocked;
    $(".composer", this.root).hidden = !seen.started || seen.blocked;
    $("[data-act=block]", this.root).textContent = seen.blocked ? "Разблокировать бота" : "Заблокировать бота";
    if (low || first) this.log.scrollTop = this.log.scrollHeight;
  }

  answer(toast) {
    this.root.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
    if (!toast.text) return;
    if (!toast.alert) { this.toast(toast.text); return; }
    $("#alert-text").textContent = toast.text;
    if (!$("#alert").open) $("#alert").showModal();
  }

  draw(message, first) {
    const old = this.shown.get(message.message_id);
    if (message.deleted) { old?.remove(); this.shown.delete(message.message_id); return; }
    const made = element("div", `message${message.from_bot ? "" : " mine"}${old || first ? "" : " fresh"}`);
    made.append(bubbleOf(message, this.path));
    for (const [row, keys] of message.buttons.entries()) {
      const line = element("div", "row");
      keys.forEach((key, col) => line.append(this.button(message, key, row, col)));
      made.append(line);
    }
    this.place(old, made);
    this.shown.set(message.message_id, made);
  }

  place(old, made) {
    if (!old) { this.log.append(made); return; }
    const buttons = [...old.querySelectorAll(".row > *")];
    const focus = buttons.indexOf(document.activeElement);
    old.replaceWith(made);
    // an edited screen keeps the keyboard's place, else every press would throw the focus to the page's top
    if (focus >= 0) ([...made.querySelectorAll(".row > *")][focus] ?? this.log).focus();
  }

  button(message, key, row, col) {
    if (key.kind === "url" || key.kind === "web_app") {
      const link = element("a", "away", key.text);
      if (key.kind === "web_app") link.href = `${this.path}/web-app?message_id=${message.message_id}&row=${row}&col=${col}`;
      else if (/^(https?|tg):/i.test(key.url)) link.href = key.url;
      link.target = "_blank";
      link.rel = "noopener noreferrer";
      return link;
    }
    const button = element("button", "", key.text);
    button.type = "button";
    button.addEventListener("click", () => {
      if (key.kind === "copy") { navigator.clipboard?.writeText(key.data); this.toast("Скопировано"); return; }
      button.setAttribute("aria-busy", "true");
      setTimeout(() => button.removeAttribute("aria-busy"), 8000);
      this.touch("press", { message_id: message.message_id, row, col });
    });
    return button;
  }

  drawKeys(rows) {
    const keys = $(".keys", this.root);
    const state = JSON.stringify(rows);
    if (keys.dataset.state === state) return;
    keys.dataset.state = state;
    keys.replaceChildren(...rows.map((row) => {
      const line = element("div", "row");
      line.append(...row.map((key) => this.key(key)));
      return line;
    }));
  }

  key(key) {
    const button = element("button", "", key.text);
    button.type = "button";
    button.addEventListener("click", () => {
      if (key.kind === "location") this.sendLocation();
      else if (key.kind === "contact") this.sendContact();
      else this.touch("reply-button", { text: key.text });
    });
    return button;
  }
}
