// The inbox of the fake operator: codes that a telephone would get, newest first.
const rows = document.querySelector("#rows");

async function refresh() {
  const { messages } = await (await fetch("/sandbox/sms")).json();
  document.querySelector("#sum").textContent = messages.length ? `всего ${messages.length}` : "пока ни одного";
  rows.replaceChildren(...messages.map(({ to, text }) => {
    const row = document.createElement("tr");
    for (const words of [to, text]) row.insertCell().textContent = words;
    return row;
  }));
}

refresh();
setInterval(() => refresh().catch(console.warn), 2000);
