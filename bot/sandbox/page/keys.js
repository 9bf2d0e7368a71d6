// The buttons under a message, and those of the reply keyboard.
import { element, plainButton } from "./dom.js";

const BUSY_MOST = 8000;

export function inlineButton(phone, message, key, row, col) {
  if (key.kind === "url") return linkTo(key);
  const acts = {
    callback: (button) => press(phone, button, { message_id: message.message_id, row, col }),
    copy: () => copy(phone, key.data),
    web_app: () => phone.app.open(key.text, { message_id: message.message_id, row, col }),
    inline: () => phone.inline.begin(key.data, key.here),
  };
  const button = plainButton(key.text, key.kind === "web_app" ? "opens" : "", () => acts[key.kind]?.(button));
  return button;
}

export function replyKey(phone, key) {
  const acts = {
    text: () => phone.touch("reply-button", { text: key.text }),
    location: () => phone.sending.location(key.text),
    contact: () => phone.sending.contact(key.text),
    web_app: () => phone.app.open(key.text, { key: key.text }),
  };
  return plainButton(key.text, "", () => acts[key.kind]());
}

function linkTo(key) {
  const link = element("a", "away", key.text);
  if (/^(https?|tg):/i.test(key.url)) link.href = key.url;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}

function press(phone, button, where) {
  button.setAttribute("aria-busy", "true");
  setTimeout(() => button.removeAttribute("aria-busy"), BUSY_MOST);
  phone.touch("press", where);
}

function copy(phone, text) {
  const copied = navigator.clipboard?.writeText(text) ?? Promise.reject();
  copied.then(() => phone.toast("Скопировано"), () => phone.toast(`Скопируйте сами: ${text}`));
}
