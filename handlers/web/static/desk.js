// The clerk's keys: one letter by its place on the keyboard, so that the layout does not matter. Without it all works.
"use strict";
const OFF = "desk-keys-off";
const rows = () => [...document.querySelectorAll("a.row")];
const inField = (at) => at.matches("input:not([type=checkbox]), select, textarea");

function step(by) {
  const all = rows(), at = all.indexOf(document.activeElement.closest("tr")?.querySelector("a.row"));
  all[Math.min(Math.max(at + by, 0), all.length - 1)]?.focus();
}

function press(found) {
  if (found.matches("details")) { found.open = !found.open; found.querySelector("summary").focus(); return; }
  if (found.matches("select, textarea")) found.focus(); else found.click();
}

document.addEventListener("keydown", (event) => {
  if (event.repeat && event.code === "Enter") return event.preventDefault(); // a held key decides one case, not many
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || localStorage.getItem(OFF)) return;
  if (inField(event.target)) { if (event.key === "Escape") event.target.blur(); return; }
  if (event.code === "KeyJ" || event.code === "KeyK") step(event.code === "KeyJ" ? 1 : -1);
  else if (event.code === "KeyX") document.activeElement.closest("tr")?.querySelector(".tick")?.click();
  else {
    const found = document.querySelector(`[data-key="${event.code}"]`);
    if (!found) return;
    press(found);
  }
  event.preventDefault();
});

const choice = document.getElementById("onekey");
if (choice) {
  choice.checked = !localStorage.getItem(OFF);
  choice.addEventListener("change", () => {
    if (choice.checked) localStorage.removeItem(OFF); else localStorage.setItem(OFF, "1");
  });
}
