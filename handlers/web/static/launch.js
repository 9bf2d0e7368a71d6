// Hands the messenger's launch data to the server: the data never stands in an address. Data that are old or were handed
// over already open nothing, so the chat is asked for a fresh button that leads to the same place.
"use strict";
const OLDEST = 570, SPENT = "spentLaunch";
const app = window.Telegram && window.Telegram.WebApp;
const form = document.getElementById("launch");
const mark = app && app.initDataUnsafe && app.initDataUnsafe.hash;
const age = app && app.initData ? Date.now() / 1000 - Number(app.initDataUnsafe.auth_date) : 0;
if (app && app.initData && age < OLDEST && sessionStorage.getItem(SPENT) !== mark) {
  sessionStorage.setItem(SPENT, mark);
  app.ready();
  app.expand();
  form.elements.init.value = app.initData;
  form.submit();
} else {
  document.getElementById("waiting").hidden = true;
  document.getElementById("outside").hidden = false;
  const again = document.getElementById("again");
  if (app && app.initData && again) {
    again.addEventListener("click", (event) => { event.preventDefault(); app.openTelegramLink(again.href); });
    app.openTelegramLink(again.href);
  }
}
