// The chat page: one phone per person, the tabs of a narrow screen, the clock.
import { $, api } from "./dom.js";
import { Phone, ROLES } from "./phone.js";

let phones = [];

function show(phone) {
  for (const other of phones) {
    other.root.classList.toggle("shown", other === phone);
    other.tab.setAttribute("aria-selected", String(other === phone));
    other.tab.tabIndex = other === phone ? 0 : -1;
  }
  phone.tab.classList.remove("news");
  phone.log.scrollTop = phone.log.scrollHeight;
}

function listenKeys() {
  $("#tabs").addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const now = phones.findIndex((phone) => phone.tab === document.activeElement);
    if (!step || now < 0) return;
    const next = phones[(now + step + phones.length) % phones.length];
    show(next);
    next.tab.focus();
  });
  document.addEventListener("keydown", (event) => {
    const phone = event.altKey && phones[Number(event.code.replace("Digit", "")) - 1];
    if (!phone) return;
    event.preventDefault();
    show(phone);
    phone.input.focus();
  });
  document.addEventListener("click", (event) => {
    for (const phone of phones) if (!event.target.closest(".attach, .menu")) phone.menu.hidden = true;
  });
}

async function showClock(body) {
  const clock = await api("/sandbox/clock", body);
  const day = new Date(`${clock.now.slice(0, 10)}T12:00:00`);
  $("#today").textContent = `Сегодня: ${day.toLocaleDateString("ru", { day: "numeric", month: "long", year: "numeric", weekday: "short" })}`;
  $("#steps").hidden = !clock.can_advance;
}

async function begin() {
  const { persons } = await api("/sandbox/persons");
  const known = Object.keys(ROLES).map((role) => persons.find((person) => person.role === role)).filter(Boolean);
  phones = (known.length ? known : persons.slice(0, 3)).map((person, index) => new Phone(person, index));
  $("#phones").append(...phones.map((phone) => phone.root));
  $("#tabs").append(...phones.map((phone) => phone.tab));
  for (const phone of phones) phone.root.addEventListener("chosen", () => show(phone));
  if (phones.length) show(phones[0]);
  listenKeys();
  $("#steps").addEventListener("click", async (event) => {
    const days = Number(event.target.dataset.days);
    if (!days) return;
    event.target.disabled = true;
    try { await showClock({ days }); } finally { event.target.disabled = false; }
  });
  await showClock();
  phones.forEach((phone) => phone.follow());
}

begin().catch((error) => { console.error(error); $("#offline").hidden = false; });
