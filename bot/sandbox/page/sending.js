// What a person sends: a text, a command, a file, a photo, a place, a phone, a sticker.
import { $, api, ask, element, plainButton, walkable } from "./dom.js";

const PLACES = [
  "56.6004, 84.8864 — Северск", "52.4253, 37.6069 — Ливны", "55.3552, 86.0868 — Кемерово",
  "54.7826, 32.0453 — Смоленск", "45.9070, 43.3590 — Дивное",
];

export class Sending {
  constructor(phone) {
    this.phone = phone;
    const root = phone.root;
    this.composer = $(".composer", root);
    this.files = $("input[type=file]", root);
    this.composer.addEventListener("submit", (event) => { event.preventDefault(); this.say(); });
    phone.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.say(); }
    });
    this.attach = this.popup($(".attach", root), $(".menu", root));
    this.commands = this.popup($(".slash", root), $(".commands", root));
    $(".menu", root).addEventListener("click", (event) => {
      const act = event.target.dataset.act;
      if (act) { this.close(); this.act(act); }
    });
    $(".app-button", root).addEventListener("click", (event) => phone.app.open(event.target.textContent, { menu: 1 }));
    this.files.addEventListener("change", () => this.send());
  }

  popup(button, menu) {
    const toggle = (open) => {
      if (open) this.close();
      menu.hidden = !open;
      button.setAttribute("aria-expanded", String(open));
      if (open) menu.querySelector("button")?.focus();
    };
    button.addEventListener("click", () => toggle(menu.hidden));
    walkable(menu, () => { toggle(false); button.focus(); });
    return toggle;
  }

  close() {
    this.attach?.(false);
    this.commands?.(false);
  }

  // What the bot says of itself: before Start its description, then its commands and its Mini App.
  async meetBot() {
    const bot = await api(`${this.phone.path}/bot`);
    $(".hello", this.phone.root).textContent = bot.description || "Здесь пока пусто. Нажмите «Старт».";
    $(".slash", this.phone.root).hidden = bot.commands.length === 0;
    $(".commands", this.phone.root).replaceChildren(...bot.commands.map((one) => this.command(one)));
    $(".app-button", this.phone.root).hidden = !bot.menu;
    $(".app-button", this.phone.root).textContent = bot.menu ?? "";
  }

  command({ command, description }) {
    const item = plainButton(`/${command}`, "", () => { this.close(); this.phone.touch("text", { text: `/${command}` }); });
    item.role = "menuitem";
    item.append(element("small", "", description));
    return item;
  }

  say() {
    const text = this.phone.input.value.trim();
    if (!text || this.phone.inline.takesOver()) return;
    this.phone.input.value = "";
    this.phone.touch("text", { text });
  }

  async act(name) {
    const acts = {
      file: () => this.choose(""),
      photo: () => this.choose("image/*"),
      sticker: () => this.phone.touch("sticker"),
      location: () => this.location(),
      contact: () => this.contact(),
      inline: () => this.phone.inline.begin("", true),
      block: () => this.phone.touch("block", { on: !this.phone.blocked }),
      link: () => this.link(),
    };
    await acts[name]();
  }

  async link() {
    const link = await ask("Ссылка t.me/…?start=… или только её параметр", "");
    if (link) this.phone.start(link.split("start=").pop());
  }

  async location(key) {
    const place = await ask("Широта и долгота", PLACES[0], PLACES);
    if (place === null) return;
    const [lat, lon] = place.split(/[,;\s]+/).map(Number);
    if (Math.abs(lat) <= 90 && Math.abs(lon) <= 180) this.phone.touch("location", { lat, lon, key });
    else this.phone.toast("Нужны два числа, например: 56.6004, 84.8864");
  }

  async contact(key) {
    const phone = await ask("Телефон", "+79990000000");
    if (phone) this.phone.touch("contact", { phone, key });
  }

  choose(accept) {
    this.files.accept = accept;
    this.files.click();
  }

  async send() {
    if (!this.files.files.length) return;
    const form = new FormData();
    form.append("file", this.files.files[0]);
    if (this.files.accept) form.append("as_photo", "1");
    this.files.value = "";
    const response = await fetch(`${this.phone.path}/file`, { method: "POST", body: form });
    if (!response.ok) this.phone.toast(response.status === 413 ? "Файл слишком велик." : "Файл не отправлен.");
  }
}
