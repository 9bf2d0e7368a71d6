// What the page's parts share: asking the server, making elements, asking the person.
export const $ = (selector, root = document) => root.querySelector(selector);

export async function api(path, body, signal) {
  const asked = body === undefined ? { signal } : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(path, asked);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

export function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

export function plainButton(text, className, act) {
  const made = element("button", className, text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

export function ask(question, value, hints = []) {
  const dialog = $("#ask");
  $("#question").textContent = question;
  $("#answer").value = value;
  $("#hints").replaceChildren(...hints.map((hint) => new Option(hint)));
  dialog.returnValue = "";
  dialog.showModal();
  $("#answer").select();
  return new Promise((done) => {
    dialog.onclose = () => done(dialog.returnValue === "ok" ? $("#answer").value.trim() : null);
  });
}
$("#answer")?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  $("#ask").close("ok");
});

// Arrows walk through a list of buttons, Escape leaves it.
export function walkable(list, leave) {
  list.addEventListener("keydown", (event) => {
    const items = [...list.querySelectorAll("button")];
    const now = items.indexOf(document.activeElement);
    const next = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: items.length - 1 }[event.key];
    if (event.key === "Escape") { event.stopPropagation(); leave(); }
    if (next === undefined || !items.length) return;
    event.preventDefault();
    items[(next + items.length) % items.length].focus();
  });
}
