// A Mini App over the chat. It speaks with its frame as Telegram's web client does: JSON by postMessage.
import { $ } from "./dom.js";

const COLOURS = {
  bg_color: "--paper", secondary_bg_color: "--ground", text_color: "--ink", hint_color: "--soft", link_color: "--link",
  button_color: "--accent", button_text_color: "--on-accent",
};
const dark = matchMedia("(prefers-color-scheme: dark)");

export class AppFrame {
  constructor(phone) {
    this.phone = phone;
    addEventListener("message", (event) => {
      if (!this.root || event.source !== this.frame.contentWindow) return;
      let said;
      try { said = JSON.parse(event.data); } catch { return; }
      this.hear(said.eventType, said.eventData ?? {});
    });
    dark.addEventListener("change", () => this.tell("theme_changed", { theme_params: this.colours() }));
  }

  open(title, where) {
    this.shut();
    this.key = where.key;
    this.opener = document.activeElement;
    this.root = $("#app").content.firstElementChild.cloneNode(true);
    this.root.setAttribute("aria-label", title);
    this.frame = $("iframe", this.root);
    this.frame.title = title;
    $(".app-title", this.root).textContent = title;
    const address = `${this.phone.path}/web-app?${new URLSearchParams({ ...where, theme: dark.matches ? "dark" : "light" })}`;
    this.frame.src = address;
    $(".app-out", this.root).href = address;
    $(".app-close", this.root).addEventListener("click", () => this.leave());
    $(".app-back", this.root).addEventListener("click", () => this.tell("back_button_pressed"));
    $(".app-main", this.root).addEventListener("click", () => this.tell("main_button_pressed"));
    this.root.addEventListener("keydown", (event) => { if (event.key === "Escape") this.leave(); });
    this.behind((part) => { part.inert = true; });
    this.phone.root.append(this.root);
    $(".app-close", this.root).focus();
  }

  leave() {
    if (!this.asks || confirm("Закрыть? Введённое может не сохраниться.")) this.shut();
  }

  shut() {
    if (!this.root) return;
    this.root.remove();
    this.root = undefined;
    this.asks = false;
    this.behind((part) => { part.inert = false; });
    this.opener?.focus();
  }

  behind(act) {
    [...this.phone.root.children].filter((part) => part !== this.root).forEach(act);
  }

  tell(eventType, eventData = {}) {
    this.root && this.frame.contentWindow?.postMessage(JSON.stringify({ eventType, eventData }), "*");
  }

  colours() {
    const style = getComputedStyle(document.documentElement);
    return Object.fromEntries(Object.entries(COLOURS).map(([name, variable]) => [name, style.getPropertyValue(variable).trim()]));
  }

  hear(type, data) {
    const acts = {
      web_app_close: () => this.shut(),
      web_app_setup_closing_behavior: () => { this.asks = data.need_confirmation; },
      web_app_setup_back_button: () => { $(".app-back", this.root).hidden = !data.is_visible; },
      web_app_setup_main_button: () => this.setMain(data),
      web_app_request_theme: () => this.tell("theme_changed", { theme_params: this.colours() }),
      web_app_request_viewport: () => this.tell("viewport_changed", { height: this.frame.clientHeight, is_state_stable: true, is_expanded: true }),
      web_app_data_send: () => this.give(data.data),
      web_app_open_link: () => { if (/^https?:/i.test(data.url)) window.open(data.url, "_blank", "noopener"); },
      web_app_open_tg_link: () => { this.shut(); this.phone.openPath(data.path_full); },
      web_app_switch_inline_query: () => { this.shut(); this.phone.inline.begin(data.query, !data.chat_types?.length); },
    };
    acts[type]?.();
  }

  setMain(data) {
    const main = $(".app-main", this.root);
    main.hidden = !data.is_visible;
    main.disabled = !data.is_active;
    main.textContent = data.text ?? "";
    main.setAttribute("aria-busy", String(Boolean(data.is_progress_visible)));
  }

  // only a Mini App of the reply keyboard may send data to the bot (Bot API, sendData)
  give(data) {
    const key = this.key;
    if (!key) return;
    this.shut();
    this.phone.touch("app-data", { data, key });
  }
}
