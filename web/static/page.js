// Comfort only: the page works without it.
"use strict";

const agent = navigator.userAgent;
const isApple = /iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && navigator.maxTouchPoints > 1);
const isAndroid = /Android/.test(agent);

function platform() {
  if (isApple) return "ios";
  if (isAndroid) return /TV|AFT|BRAVIA/.test(agent) ? "tv" : "android";
  if (/Windows/.test(agent)) return "windows";
  if (/Macintosh/.test(agent)) return "macos";
  return "linux";
}

function openApp(event) {
  const link = event.currentTarget.getAttribute("href");
  event.preventDefault();
  if (isAndroid) {
    // In an app's own browser an unknown scheme would replace the page by an error.
    const frame = document.createElement("iframe");
    frame.title = "";
    frame.src = link;
    document.body.append(frame);
  } else {
    window.location.href = link; // Safari opens an app only in answer to a tap
  }
  setTimeout(() => {
    const help = document.querySelector("[data-not-opened]");
    if (help && !document.hidden) help.open = true;
  }, 1500);
}

async function copy(event) {
  const button = event.currentTarget;
  const field = document.getElementById(button.dataset.copy);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    document.execCommand("copy");
  }
  const label = button.textContent;
  button.textContent = button.dataset.copied;
  setTimeout(() => { button.textContent = label; }, 2000);
}

const here = document.querySelector(`[data-platform="${platform()}"]`);
if (here) {
  here.open = true;
  here.parentElement.querySelector("h2").after(here);
}
for (const store of document.querySelectorAll("[data-store]")) {
  store.hidden = store.dataset.store !== platform() && Boolean(document.querySelector(`[data-store="${platform()}"]`));
}
for (const link of document.querySelectorAll("[data-app]")) link.addEventListener("click", openApp);
for (const button of document.querySelectorAll("[data-copy]")) button.addEventListener("click", copy);
