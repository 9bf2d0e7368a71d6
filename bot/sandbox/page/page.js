// The chat page: one phone per person, side by side or one at a time, and the clock.
import { $, api, ask } from "./dom.js";
import { Phone, ROLES } from "./phone.js";

const narrow = matchMedia("(max-width: 899px)");
const phones = [];
const TIMEOUT = 25;
let bot = "";
let polling;

function show(phone) {
  for (const other of phones) {
    other.root.classList.toggle("shown", other === phone);
    other.tab.setAttribute("aria-selected", String(other === phone));
    other.tab.tabIndex = other === phone ? 0 : -1;
  }
  phone.tab.classList.remove("news");
  phone.tab.scrollIntoView({ block: "nearest", inline: "nearest" });
  phone.root.scrollIntoView({ block: "nearest", inline: "nearest" });
  phone.toEnd();
}

// Side by side every phone is a region of its own; one at a time they are panels behind tabs.
function layOut() {
  const wish = localStorage.getItem("view") === "single";
  const single = narrow.matches || wish;
  document.body.classList.toggle("single", single);
  $("#view").setAttribute("aria-pressed", String(wish));
  for (const phone of phones) phone.root.setAttribute("role", single ? "tabpanel" : "region");
}

function add(person) {
  const phone = new Phone(person, phones.length, bot);
  phones.push(phone);
  phone.others = () => phones.filter((other) => other !== phone);
  phone.root.addEventListener("chosen", () => show(phone));
  $("#phones").append(phone.root);
  $("#tabs").append(phone.tab);
  layOut();
  polling?.abort();
  return phone;
}

// One long poll for all phones: a browser keeps six connections to a server, and there may be more people.
async function follow() {
  for (;;) {
    polling = new AbortController();
    const isFirst = phones.some((phone) => phone.seq < 0);
    const seen = phones.map((phone) => `${phone.person.id}:${phone.seq}`).join(",");
    try {
      const { chats } = await api(`/sandbox/chats?seen=${seen}&timeout=${isFirst ? 0 : TIMEOUT}`, undefined, polling.signal);
      for (const phone of phones) if (chats[phone.person.id]) phone.take(chats[phone.person.id]);
      $("#offline").hidden = true;
    } catch (error) {
      if (error.name === "AbortError") continue;
      console.warn(error);
      $("#offline").hidden = false;
      await new Promise((done) => setTimeout(done, 1500));
    }
  }
}

function openTools(open) {
  $("#tools").classList.toggle("open", open);
  $("#more").setAttribute("aria-expanded", String(open));
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
    if (event.key === "Escape") openTools(false);
    const phone = event.altKey && phones[Number(event.code.replace("Digit", "")) - 1];
    if (!phone) return;
    event.preventDefault();
    show(phone);
    ($(".composer", phone.root).hidden ? $(".start", phone.root) : phone.input).focus();
  });
}

function listenClicks() {
  document.addEventListener("click", (event) => {
    for (const phone of phones) if (!event.target.closest(".attach, .slash, .menu")) phone.sending.close();
    if (!event.target.closest("#tools, #more")) openTools(false);
  });
  $("#more").addEventListener("click", () => openTools($("#more").getAttribute("aria-expanded") !== "true"));
  $("#view").addEventListener("click", () => {
    localStorage.setItem("view", localStorage.getItem("view") === "single" ? "side" : "single");
    layOut();
  });
  $("#person").addEventListener("click", async () => {
    const name = await ask("Как зовут человека?", "Мария");
    if (!name) return;
    const phone = add(await api("/sandbox/persons", { first_name: name, role_hint: "guest" }));
    show(phone);
    const start = $(".start", phone.root);
    start.hidden = false; // a new person has not started: known before the server says so
    start.focus(); // at once: a quick second Enter must not ask for one more name
  });
  $("#steps").addEventListener("click", async (event) => {
    const days = Number(event.target.dataset.days);
    if (!days) return;
    event.target.disabled = true;
    try { await showClock({ days }); } finally { event.target.disabled = false; }
  });
}

async function showClock(body) {
  const clock = await api("/sandbox/clock", body);
  const day = new Date(`${clock.now.slice(0, 10)}T12:00:00`);
  $("#today").textContent = day.toLocaleDateString("ru", { day: "numeric", month: "long", year: "numeric", weekday: "short" });
  $("#steps").hidden = !clock.can_advance;
}

async function begin() {
  const known = await api("/sandbox/persons");
  bot = known.bot;
  const order = Object.keys(ROLES);
  const named = known.persons.filter((person) => person.role in ROLES).sort((one, two) => order.indexOf(one.role) - order.indexOf(two.role));
  for (const person of named.length ? named : known.persons.slice(0, 3)) add(person);
  if (phones.length) show(phones[0]);
  if (phones.length) follow();
  narrow.addEventListener("change", layOut);
  listenKeys();
  listenClicks();
  await showClock();
}

begin().catch((error) => { console.error(error); $("#offline").hidden = false; });
