// What the bot asked of the small Telegram, newest first; a violation is what Telegram would refuse.
const ROWS = 500;
const rows = document.querySelector("#rows");
let after = 0;

function plain(value) {
  if (typeof value !== "string" || !/^[[{]/.test(value)) return value;
  try { return JSON.parse(value); } catch { return value; }
}

function draw(call) {
  const row = document.createElement("tr");
  const answer = call.ok ? "ok" : `${call.error_code} ${call.description}`;
  for (const text of [call.n, call.method, answer]) row.insertCell().textContent = text;
  row.cells[2].className = call.violation ? "bad" : "";
  const code = document.createElement("code");
  code.textContent = Object.entries(call.params).map(([name, value]) => `${name}: ${JSON.stringify(plain(value))}`).join("\n");
  row.insertCell().append(code);
  row.hidden = call.ok && document.querySelector("#bad").checked;
  row.dataset.ok = call.ok;
  rows.prepend(row);
}

async function refresh() {
  const seen = await (await fetch(`/sandbox/calls?after=${after}`)).json();
  for (const call of seen.calls.slice(-ROWS)) {
    after = call.n;
    if (call.method.toLowerCase() !== "getupdates" || !call.ok) draw(call);
  }
  while (rows.children.length > ROWS) rows.lastElementChild.remove();
  document.querySelector("#sum").textContent = `всего ${seen.total}, нарушений правил ${seen.violations}`;
}

document.querySelector("#bad").addEventListener("change", (event) => {
  for (const row of rows.children) row.hidden = row.dataset.ok === "true" && event.target.checked;
});
refresh();
setInterval(() => refresh().catch(console.warn), 2000);
