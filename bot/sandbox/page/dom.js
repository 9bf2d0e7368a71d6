// What the page's parts share: asking the server, making elements, asking the person.
export const $ = (selector, root = document) => root.querySelector(selector);

export async function api(path, body) {
  const asked = body === undefined ? {} : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
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

export function ask(question, value) {
  const dialog = $("#ask");
  $("#question").textContent = question;
  $("#answer").value = value;
  dialog.returnValue = "";
  dialog.showModal();
  $("#answer").select();
  return new Promise((done) => {
    dialog.onclose = () => done(dialog.returnValue === "ok" ? $("#answer").value.trim() : null);
  });
}
$("#answer").addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  $("#ask").close("ok");
});
