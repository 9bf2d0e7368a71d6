// Makes a photograph smaller on the phone and sends it in pieces that go on after a lost line. Without it the form works.
"use strict";
const SIDE = 2000, QUALITY = 0.8, SMALL = 300000;

async function smaller(file) {
  if (!file.type.startsWith("image/") || file.size <= SMALL) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const share = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    const sheet = document.createElement("canvas");
    sheet.width = Math.round(picture.width * share);
    sheet.height = Math.round(picture.height * share);
    const pen = sheet.getContext("2d");
    pen.fillStyle = "white";
    pen.fillRect(0, 0, sheet.width, sheet.height);
    pen.drawImage(picture, 0, 0, sheet.width, sheet.height);
    const made = await new Promise((done) => sheet.toBlob(done, "image/jpeg", QUALITY));
    return made && made.size < file.size ? made : file;
  } catch { return file; } // what this browser cannot draw, the server judges
}

async function ask(path, body, headers = {}) {
  const came = await fetch(path, { method: "POST", body, headers: { Accept: "application/json", ...headers } });
  const told = await came.json().catch(() => ({}));
  if (told.is_locked) location.reload(); // the page that opens a fresh entry at this place
  return { told, ok: came.ok, wrong: told.wrong };
}

async function send(form, file, say) {
  const mark = form.elements.mark.value;
  const fields = (more = {}) => new URLSearchParams({ mark, ...more });
  say(form.dataset.shrinking);
  const made = await smaller(file);
  if (made.size > Number(form.dataset.most)) return say(form.dataset.large, true);
  const told = `${file.name} ${file.size} ${file.lastModified}`;
  const begun = await ask(`${form.action}/begin`, fields({ name: file.name, size: made.size, told }));
  if (!begun.ok) return say(begun.wrong, true);
  const paper = `/my/papers/${begun.told.id}`;
  let at = begun.told.at;
  while (at < made.size) {
    say(form.dataset.sending.replace("{share}", Math.floor((at / made.size) * 100)));
    const piece = await made.slice(at, at + Number(form.dataset.piece)).arrayBuffer();
    const went = await ask(`${paper}/piece?at=${at}`, piece, { "Content-Type": "application/octet-stream", "X-Mark": mark });
    if (!went.ok) return say(went.wrong, true);
    at = went.told.at;
  }
  const end = await ask(`${paper}/finish`, fields());
  if (!end.ok) return say(end.wrong, true);
  location.reload();
}

for (const form of document.querySelectorAll("form[data-piece]")) {
  const status = form.querySelector("[role=status]"), button = form.querySelector("button");
  const say = (words, isWrong = false) => { status.textContent = words || form.dataset.away; status.classList.toggle("wrong", isWrong); };
  form.addEventListener("submit", async (event) => {
    const file = form.elements.file.files[0];
    if (!file) return; // the server says it
    event.preventDefault();
    button.disabled = true;
    try { await send(form, file, say); } catch { say(form.dataset.away, true); }
    button.disabled = false;
  });
}
