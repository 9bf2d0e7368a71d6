// One message as a bubble. Its HTML comes escaped and limited to Telegram's tags from the server,
// and the page's policy runs no inline script.
import { element } from "./dom.js";

function size(bytes) {
  if (bytes < 1024) return `${bytes} Б`;
  return bytes < 1048576 ? `${Math.round(bytes / 1024)} КБ` : `${(bytes / 1048576).toFixed(1)} МБ`;
}

export function bubbleOf(message, path) {
  const bubble = element("div", message.kind === "sticker" ? "sticker" : "bubble");
  if (message.kind === "sticker") { bubble.textContent = "👍"; return bubble; }
  const from = [message.sender, message.via && `через @${message.via}`].filter(Boolean).join(" · ");
  if (from) bubble.append(element("span", "from", from));
  if (message.document) bubble.append(fileOf(message, path));
  if (message.location) bubble.append(placeOf(message));
  if (message.contact) bubble.append(`☎️ ${message.contact.phone_number}`);
  bubble.insertAdjacentHTML("beforeend", message.html);
  bubble.append(timeOf(message));
  return bubble;
}

function timeOf(message) {
  const when = new Date(message.date * 1000);
  const time = element("time", "", `${message.edited ? "изм. " : ""}${when.toLocaleTimeString("ru", { hour: "2-digit", minute: "2-digit" })}`);
  time.dateTime = when.toISOString();
  time.title = when.toLocaleString("ru");
  return time;
}

function placeOf(message) {
  const { latitude, longitude } = message.location;
  const where = `📍 ${latitude.toFixed(4)}, ${longitude.toFixed(4)}`;
  return message.venue ? `📍 ${message.venue.title}\n${message.venue.address}` : where;
}

function fileOf(message, path) {
  const address = `${path}/file/${message.document.file_id}`;
  if (message.kind === "photo") {
    const picture = element("img");
    picture.src = address;
    picture.alt = message.from_bot ? "Картинка от бота" : "Моё фото";
    return picture;
  }
  const link = element("a", "doc");
  link.href = address;
  link.download = message.document.name;
  const name = element("span", "", message.document.name);
  name.append(element("small", "", size(message.document.size)));
  link.append(name);
  return link;
}
