// Hands the messenger's launch data to the server: the data never stands in an address.
"use strict";
const app = window.Telegram && window.Telegram.WebApp;
const form = document.getElementById("launch");
if (app && app.initData) {
  app.ready();
  app.expand();
  form.elements.init.value = app.initData;
  form.submit();
} else {
  document.getElementById("waiting").hidden = true;
  document.getElementById("outside").hidden = false;
}
