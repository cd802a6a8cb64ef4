// The page of the sandbox: the chat as Telegram would show it, and what happens behind it. Everything is
// drawn from the control API; the page stores only the selected user and tab. Text from outside becomes
// text nodes, never markup.

const PEOPLE = [
  { id: 1001, first_name: "Ann", username: "ann", language_code: "en" },
  { id: 1002, first_name: "Борис", username: "boris", language_code: "ru" },
];
const BOT_LINK = /^https:\/\/t\.me\/tickover_sandbox_bot\?start=([\w-]{1,64})$/;
const INVOICE_LINK = /^https:\/\/t\.me\/\$/;
const COPY_HINT = "Copied";
// What Telegram's client itself says in a chat, in the language of the person
const WORDS = {
  en: { paid: (sum) => `You paid ${sum}`, back: (sum) => `${sum} came back to you`, receipt: "Receipt", edited: "edited" },
  ru: { paid: (sum) => `Вы заплатили ${sum}`, back: (sum) => `Вам вернули ${sum}`, receipt: "Чек", edited: "изменено" },
};

const FAULTS = [
  ["Telegram", "telegram", [["down", true, "down"], ["errors 20 %", 0.2, "fail"], ["lost answers 20 %", 0.2, "lost_answer"], ["429", true, "flood"], ["slow", 1500, "latency_ms"], ["updates held", true, "hold_updates"], ["updates twice", true, "duplicate_update"]]],
  ["Panel", "vpn", [["down", true, "down"], ["errors 20 %", 0.2, "fail"], ["slow", true, "slow"], ["stale link", true, "stale_link"], ["restart", true, "restart"]]],
  ["Crypto Pay", "crypto", [["down", true, "down"], ["no webhook", true, "no_webhook"]]],
  ["YooKassa", "yookassa", [["down", true, "down"], ["no webhook", true, "no_webhook"], ["refunds wait", "pending", "refunds"], ["cards declined", "insufficient_funds", "decline"]]],
  ["Stripe", "stripe", [["down", true, "down"], ["no webhook", true, "no_webhook"], ["refunds wait", "pending", "refunds"], ["bank asks", "authentication_required", "decline"]]],
  ["Heleket", "heleket", [["down", true, "down"], ["no webhook", true, "no_webhook"]]],
];
const TABS = ["jobs", "outbox", "subscriptions", "ledger", "panel", "requests", "invariants"];
const GOOD = new Set(["ok", "active", "fulfilled", "paid", "flowing", "alive"]);
const BAD = new Set(["failed", "dead", "down", "stopped", "breaker open"]);
const WAIT = new Set(["running", "skipped", "pending", "waiting", "paused", "expired", "open", "disabled", "flag off", "never ran", "breaker trying", "backing off", "lease over"]);

const $ = (id) => document.getElementById(id);
const state = {
  person: Number(localStorage.getItem("person")) || PEOPLE[0].id,
  tab: localStorage.getItem("tab") || "jobs",
  people: PEOPLE,
  faults: {},
  shift: 0, // how far the world's clock is ahead of this browser's, milliseconds
  drawn: new Map(), // message_id -> { json, node }
  alert: null, // number of the last alert that was shown
  rows: new Map(), // title of a table -> rows that were there the last time
};

// Small tools

function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name in node && !name.startsWith("aria")) node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

async function call(method, path, body) {
  const answer = await fetch(`/sandbox/${path}`, {
    method,
    headers: body ? { "content-type": "application/json" } : {},
    body: body ? JSON.stringify(body) : undefined,
  });
  const result = await answer.json();
  if (!answer.ok) {
    const why = Array.isArray(result.detail) ? result.detail.map((d) => d.msg).join("; ") : result.detail;
    throw new Error(why || answer.statusText);
  }
  return result;
}

const get = (path) => call("GET", path);
const post = (path, body) => call("POST", path, body);
const attempt = (action) => (...given) => action(...given).catch((error) => toast(error.message));

// An element that acts like a button, for the keyboard as well
function pressable(tag, props, press, ...children) {
  const onkeydown = (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    press(event);
  };
  return h(tag, { ...props, role: "button", tabIndex: 0, onclick: press, onkeydown }, ...children);
}

function toast(text) {
  const node = h("div", { className: "toast", dir: "auto" }, text);
  $("toasts").append(node);
  setTimeout(() => node.remove(), 3500);
}

function sheet(...content) {
  const dialog = $("sheet");
  if (!dialog.open) state.opener = document.activeElement;
  dialog.replaceChildren(...content);
  if (!dialog.open) dialog.show();
  dialog.querySelector("input, .primary, button")?.focus();
  return dialog;
}

function closeSheet() {
  if (!$("sheet").open) return;
  $("sheet").close();
  state.opener?.focus?.();
}

const actions = (...buttons) => h("div", { className: "actions" }, buttons);
const person = () => state.people.find((p) => p.id === state.person) ?? PEOPLE[0];
const words = () => WORDS[person().language_code] ?? WORDS.en;
const utc = (iso) => iso.slice(11, 16);
const worldNow = () => new Date(Date.now() + state.shift);

// Shows the year when it differs from the year of the shop's clock
function dated(date, month) {
  const year = date.getUTCFullYear() === worldNow().getUTCFullYear() ? undefined : "numeric";
  return date.toLocaleDateString("en", { day: "numeric", month, year, timeZone: "UTC" });
}

function money(amount, currency) {
  if (currency === "XTR") return `⭐ ${amount}`;
  const format = new Intl.NumberFormat(person().language_code ?? "en", { style: "currency", currency, currencyDisplay: "narrowSymbol", trailingZeroDisplay: "stripIfInteger" });
  return format.format(amount / 10 ** format.resolvedOptions().maximumFractionDigits);
}

// Text with entities: offsets are UTF-16 units, which is what JavaScript counts in

function formatted(text, entities, from = 0, to = text.length) {
  const nodes = [];
  let at = from;
  for (let i = 0; i < entities.length; i++) {
    const entity = entities[i];
    const begin = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    if (begin >= end) continue;
    if (begin > at) nodes.push(text.slice(at, begin));
    nodes.push(wrapped(entity, text.slice(begin, end), formatted(text, entities.slice(i + 1), begin, end)));
    at = end;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

const TAGS = { bold: "b", italic: "i", underline: "u", strikethrough: "s", blockquote: "blockquote", expandable_blockquote: "blockquote" };

function wrapped(entity, plain, inner) {
  const copy = () => copied(plain);
  switch (entity.type) {
    case "code": return pressable("code", { title: "Click to copy" }, copy, plain);
    case "pre": return pressable("pre", { title: "Click to copy" }, copy, plain);
    case "spoiler": return pressable("span", { className: "spoiler" }, (e) => e.currentTarget.classList.add("open"), inner);
    case "text_link": return link(entity.url, inner);
    case "url": return link(plain, inner);
    case "bot_command": return h("a", { href: "#", onclick: (e) => { e.preventDefault(); write(plain); } }, plain);
    default: return h(TAGS[entity.type] ?? "span", {}, inner);
  }
}

function link(url, inner) {
  const safe = /^(https?|tg|mailto|tel):/i.test(url);
  const open = (event) => { if (follow(url)) event.preventDefault(); };
  return h("a", { href: safe ? url : "#", target: "_blank", rel: "noopener noreferrer", onclick: open }, inner);
}

// Links into Telegram stay in this window: a start link is a message, an invoice link is a checkout
function follow(url) {
  const start = BOT_LINK.exec(url);
  if (start) write(`/start ${start[1]}`);
  else if (INVOICE_LINK.test(url)) confirmPayment({ title: "Invoice", description: url }, { link: url });
  else return false;
  return true;
}

function copied(text) {
  navigator.clipboard?.writeText(text).catch(() => {});
  toast(COPY_HINT);
}

// People

async function drawPeople() {
  const known = await get("chats");
  const added = JSON.parse(localStorage.getItem("people") || "[]");
  const people = new Map([...PEOPLE, ...added].map((p) => [p.id, p]));
  for (const chat of known) people.set(chat.id, chat.user);
  state.people = [...people.values()];
  $("people").replaceChildren(
    ...state.people.map((p, i) =>
      h("button", { onclick: () => become(p.id), "aria-current": String(p.id === state.person), title: `${p.first_name}, ${p.id}` },
        h("div", { className: "avatar", "data-hue": String(i % 6) }, [...p.first_name][0], h("i", {}, p.language_code ?? "?")),
        h("span", {}, p.first_name))),
    h("button", { onclick: askPerson, title: "Another person" }, h("div", { className: "avatar add" }, "+"), h("span", {}, "Add")),
  );
}

function become(id) {
  state.person = id;
  localStorage.setItem("person", id);
  state.drawn.clear();
  state.alert = null;
  $("messages").replaceChildren();
  closeSheet();
  refresh();
}

function askPerson() {
  const id = Math.max(1000, ...state.people.map((p) => p.id)) + 1;
  const form = h("form", { method: "dialog" },
    h("h2", {}, "Another person"),
    h("label", {}, "Name", h("input", { name: "name", required: true, maxLength: 40 })),
    h("label", {}, "Telegram id", h("input", { name: "id", type: "number", min: 1, value: id, required: true })),
    h("label", {}, "Language of the client", h("select", { name: "language" }, ["en", "ru", "de", "kk", "uz", "ar", "tg", "fa"].map((l) => h("option", {}, l)))),
    actions(h("button", { type: "button", className: "quiet", onclick: closeSheet }, "Cancel"), h("button", { className: "primary" }, "Add")));
  form.onsubmit = () => {
    const added = JSON.parse(localStorage.getItem("people") || "[]");
    added.push({ id: Number(form.elements.id.value), first_name: form.elements.name.value, language_code: form.elements.language.value });
    localStorage.setItem("people", JSON.stringify(added));
    become(added.at(-1).id);
  };
  sheet(form);
}

// The chat

const write = attempt(async (text) => {
  const { id, ...profile } = person();
  await post(`chats/${id}/messages`, { text, from: profile });
});

async function drawChat() {
  const chat = await get(`chats/${state.person}`);
  if (chat.id !== state.person) return;
  $("presence").textContent = chat.typing ? "typing…" : "bot";
  $("presence").classList.toggle("typing", chat.typing);
  $("block").textContent = chat.blocked ? "Unblock" : "Block";
  $("block").hidden = !chat.user;
  $("block").onclick = attempt(() => post(`chats/${chat.id}/block`, { blocked: !chat.blocked }));
  $("start").hidden = chat.messages.length > 0 && !chat.blocked;
  $("start").textContent = chat.blocked ? "Restart" : "Start";
  drawMessages(chat.messages);
  drawAlerts(chat.alerts);
}

function drawMessages(messages) {
  const box = $("messages");
  const first = state.drawn.size === 0;
  state.atEnd = first || box.scrollHeight - box.scrollTop - box.clientHeight < 80;
  const nodes = [];
  let day = "";
  for (const message of messages) {
    if (message.date.slice(0, 10) !== day) {
      day = message.date.slice(0, 10);
      nodes.push(h("div", { className: "day" }, dated(new Date(message.date), "long")));
    }
    nodes.push(drawn(message, first));
  }
  const kept = new Set(messages.map((m) => m.message_id));
  for (const id of state.drawn.keys()) if (!kept.has(id)) state.drawn.delete(id);
  box.replaceChildren(...nodes);
  keepAtEnd();
}

function keepAtEnd() {
  if (state.atEnd) $("messages").scrollTop = $("messages").scrollHeight;
}

// A message is redrawn only when it changed, so that nothing flickers and no dice rolls twice
function drawn(message, first) {
  const json = JSON.stringify(message);
  const known = state.drawn.get(message.message_id);
  if (known?.json === json) {
    known.node.classList.remove("new", "edited-now");
    return known.node;
  }
  const node = draw(message, first || Boolean(known));
  if (!first) node.classList.add(known ? "edited-now" : "new");
  state.drawn.set(message.message_id, { json, node });
  return node;
}

function draw(message, still) {
  if (message.payment) return h("div", { className: "service" }, words().paid(money(message.payment.total_amount, message.payment.currency)));
  if (message.refund) return h("div", { className: "service" }, words().back(money(message.refund.total_amount, message.refund.currency)));
  const mine = message.from === "user";
  const body = message.dice ? dice(message, still) : bubble(message);
  return h("div", { className: `message${mine ? " mine" : ""}`, "data-id": String(message.message_id) }, body, keyboard(message));
}

function bubble(message) {
  const stamp = h("span", { className: "stamp" }, `${message.edited ? `${words().edited} ` : ""}${utc(message.date)}`);
  const text = message.text ? formatted(message.text, message.entities) : [];
  if (message.photo) {
    const zoom = () => sheet(h("img", { src: message.photo, alt: "" }), actions(h("button", { className: "quiet", onclick: closeSheet }, "Close")));
    const photo = pressable("img", { className: "photo", src: message.photo, alt: "Photo", onload: keepAtEnd }, zoom);
    return h("div", { className: "bubble media" }, photo, text.length > 0 && h("div", { className: "caption", dir: "auto" }, text), stamp);
  }
  if (message.document) {
    const { name, size, url } = message.document;
    const file = h("a", { className: "document", href: url, download: name }, h("b", {}, "↓"), h("span", {}, name, h("br"), h("small", {}, `${Math.ceil(size / 1024)} KB`)));
    return h("div", { className: "bubble" }, file, text.length > 0 && h("div", { dir: "auto" }, text), stamp);
  }
  if (message.invoice) return h("div", { className: "bubble" }, invoice(message.invoice), stamp);
  return h("div", { className: "bubble", dir: "auto" }, text, stamp);
}

function invoice(terms) {
  return h("div", { className: "invoice" },
    h("strong", {}, terms.title),
    h("span", {}, terms.description),
    h("span", { className: "price" }, money(terms.total_amount, terms.currency)),
    terms.paid && h("span", { className: "paid" }, "✓ Paid"));
}

function dice({ dice: { emoji, value } }, still) {
  return h("div", { className: `dice${still ? " still" : ""}` }, h("span", {}, emoji), h("b", {}, String(value)));
}

function keyboard(message) {
  if (!message.buttons.length) return null;
  return h("div", { className: "keyboard" }, message.buttons.map((row) => h("div", {}, row.map((button) => key(message, button)))));
}

function key(message, button) {
  if (button.pay && message.invoice?.paid) return h("button", { disabled: true }, words().receipt);
  const mark = button.url ? h("i", { "aria-hidden": "true" }, "↗") : button.copy ? h("i", { className: "copy", "aria-hidden": "true" }) : null;
  const press = attempt(async (event) => {
    if (button.copy) return copied(button.copy);
    if (button.pay) return confirmPayment(message.invoice, { message_id: message.message_id });
    if (button.url) return follow(button.url) || window.open(button.url, "_blank", "noopener");
    const node = event.currentTarget;
    node.classList.add("waiting");
    setTimeout(() => node.classList.remove("waiting"), 4000);
    await post(`chats/${state.person}/taps`, { message_id: message.message_id, data: button.data });
  });
  return h("button", { onclick: press, className: button.style ?? "", title: `${button.text}\n${button.data ?? button.url ?? ""}`, dir: "auto" }, button.text, mark);
}

function confirmPayment(terms, what) {
  const pay = h("button", { className: "primary" }, "Pay");
  pay.onclick = attempt(async () => {
    pay.disabled = true;
    pay.textContent = "Paying…";
    try {
      await post(`chats/${state.person}/pay`, what);
    } finally {
      closeSheet();
    }
  });
  sheet(
    h("h2", {}, terms.title),
    h("p", {}, terms.description),
    terms.currency && h("div", { className: "price" }, money(terms.total_amount, terms.currency)),
    actions(h("button", { className: "quiet", onclick: closeSheet }, "Cancel"), pay));
}

// Alerts that arrived while the page was open: a toast, or a dialog that must be closed
function drawAlerts(alerts) {
  const last = alerts.at(-1)?.n ?? 0;
  const seen = state.alert ?? last;
  state.alert = last;
  for (const node of document.querySelectorAll(".waiting")) node.classList.remove("waiting");
  for (const alert of alerts.filter((a) => a.n > seen)) {
    if (alert.show_alert) sheet(h("p", { dir: "auto" }, alert.text), actions(h("button", { className: "primary", onclick: closeSheet }, "OK")));
    else toast(alert.text);
  }
}

const showCommands = attempt(async () => {
  const commands = await get(`commands?language=${person().language_code ?? ""}`);
  const run = (command) => () => { closeSheet(); write(`/${command}`); };
  const rows = commands.map((c) => h("button", { onclick: run(c.command) }, `/${c.command} `, h("small", {}, c.description)));
  sheet(h("h2", {}, "Commands"), h("div", { className: "list" }, rows.length ? rows : h("p", {}, "The bot has set none.")), actions(h("button", { className: "quiet", onclick: closeSheet }, "Close")));
});

// The clock

async function drawClock() {
  const { now } = await get("clock");
  state.shift = new Date(now) - Date.now();
}

function tick() {
  const now = worldNow();
  $("date").textContent = now.toLocaleDateString("en", { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  $("time").textContent = now.toISOString().slice(11, 19);
  const shift = length(state.shift);
  $("shift").textContent = shift && `${state.shift < 0 ? "−" : "+"}${shift}`;
  $("reset").hidden = !shift;
  if (document.activeElement !== $("target")) $("target").value = now.toISOString().slice(0, 16);
}

// In days, hours and minutes; empty below half a minute
function length(milliseconds) {
  let rest = Math.abs(Math.round(milliseconds / 60000));
  const words = [[1440, "d"], [60, "h"], [1, "min"]].map(([size, unit]) => {
    const n = Math.floor(rest / size);
    rest -= n * size;
    return n ? `${n} ${unit}` : "";
  });
  return words.filter(Boolean).join(" ");
}

// Moving the clock back undoes nothing; the page says so beforehand
function moveClockTo(target, how) {
  const back = length(Math.min(target - worldNow(), 0));
  if (!back) return moveClock(how);
  const go = () => { closeSheet(); moveClock(how); };
  return sheet(
    h("h2", {}, `Back by ${back}?`),
    h("p", {}, "Only the clock goes back. What has been done stays done: what expired stays expired, and periods, payments and messages of the later time lie in the future then. To begin anew, stop the shop and run make clean."),
    actions(h("button", { className: "quiet", onclick: closeSheet }, "Cancel"), h("button", { className: "primary", onclick: go }, "Go back")));
}

const moveClock = attempt(async (how) => {
  document.body.classList.add("moving");
  try {
    const { jobs } = await post("clock", how);
    await drawClock();
    const runs = jobs.map((job) => h("b", { className: job.error ? "bad" : "", title: job.error ?? `${job.ms} ms` }, `${job.name} ${job.error ? "failed" : "✓"}`));
    $("ran").replaceChildren("Ran what became due: ", ...runs.flatMap((node, i) => (i ? [", ", node] : [node])), ...(runs.length ? [] : ["nothing"]));
  } finally {
    document.body.classList.remove("moving");
  }
  refresh();
});

// Faults

async function drawFaults() {
  state.faults = await get("faults");
  const groups = FAULTS.map(([title, target, switches]) => h("div", {},
    h("h2", {}, title),
    switches.map(([label, value, name]) => {
      const on = Boolean(state.faults[target][name]);
      const flip = () => setFaults(target, { [name]: on ? undefined : value });
      return h("button", { className: "switch", "aria-pressed": String(on), onclick: flip }, label);
    })));
  const some = FAULTS.some(([, target, switches]) => switches.some(([, , name]) => state.faults[target][name]));
  const off = h("button", { className: "quiet", onclick: () => setFaults(), hidden: !some }, "All off");
  $("faults").replaceChildren(...groups, off);
}

const setFaults = attempt(async (target, change) => {
  const { ...faults } = target ? state.faults : {};
  if (target) faults[target] = { ...faults[target], ...change };
  await call("PUT", "faults", faults);
  await drawFaults();
});

// Tables

const LOADERS = {
  panel: async () => [table("Panel users", ["key", "uuid", "enabled", "expires_at", "generation", "link"], await get("panel/users"))],
  requests: async () => {
    const found = await get("requests?target=all&last=150");
    const rows = found.reverse().map((r) => ({ ...r, outcome: r.status === null || r.status >= 300 ? r.outcome : "ok" }));
    return [table("Requests to the outside world", ["n", "time", "target", "method", "chat_id", "outcome", "ms", "params"], rows)];
  },
};

function table(title, columns, objects) {
  return { title, columns, rows: objects.map((o) => columns.map((c) => o[c] ?? null)) };
}

function drawTabs() {
  $("tabs").replaceChildren(...TABS.map((name) =>
    h("button", { role: "tab", "aria-selected": String(name === state.tab), onclick: () => showTab(name) }, name[0].toUpperCase() + name.slice(1))));
}

function showTab(name) {
  state.tab = name;
  localStorage.setItem("tab", name);
  state.rows.clear();
  drawTabs();
  $("tables").replaceChildren();
  attempt(drawTables)();
}

async function drawTables() {
  const tab = state.tab;
  const tables = await (LOADERS[tab] ?? (() => get(`inspect/${tab}`)))();
  if (tab !== state.tab || $("tables").querySelector("details[open]")) return;
  const none = h("p", { className: "empty nothing" }, "Nothing to see here: the sandbox runs without a database, or the database has no such views yet.");
  $("tables").replaceChildren(...(tables.length ? tables.flatMap(drawTable) : [none]));
}

function drawTable({ title, columns, rows }) {
  const before = state.rows.get(title);
  const now = rows.map((row) => JSON.stringify(row));
  state.rows.set(title, new Set(now));
  const heading = h("h2", {}, title, h("small", {}, rows.length ? String(rows.length) : ""));
  if (!rows.length) return [heading, h("p", { className: "empty" }, "none")];
  const numeric = columns.map((_, i) => rows.every((row) => row[i] === null || typeof row[i] === "number") && rows.some((row) => row[i] !== null));
  const head = h("tr", {}, columns.map((c, i) => h("th", { className: numeric[i] ? "number" : "" }, c.replaceAll("_", " "))));
  const body = rows.map((row, r) => h("tr", { className: before && !before.has(now[r]) ? "fresh" : "" }, row.map((value, i) => cell(value, columns[i], numeric[i]))));
  return [heading, h("table", {}, h("thead", {}, head), h("tbody", {}, body))];
}

function cell(value, column, numeric) {
  if (value === null || value === undefined) return h("td", { className: numeric ? "number" : "" }, h("span", { className: "none" }, "–"));
  if (typeof value === "object") {
    const short = Object.entries(value).map(([k, v]) => `${k}=${typeof v === "string" ? v : JSON.stringify(v)}`).join(" ");
    if (short.length < 40) return h("td", { className: "long" }, short);
    return h("td", { className: "long" }, h("details", {}, h("summary", {}, short), h("pre", {}, JSON.stringify(value, null, 2))));
  }
  if (typeof value === "boolean") return h("td", {}, h("span", { className: `state ${value ? "good" : column === "ok" ? "bad" : "wait"}` }, value ? "yes" : "no"));
  if (numeric) return h("td", { className: "number" }, String(value));
  const text = String(value);
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text)) {
    const at = new Date(text);
    return h("td", { className: "time", title: text }, `${dated(at, "short")} ${at.toISOString().slice(11, 19)}`);
  }
  const kind = GOOD.has(text) ? "good" : BAD.has(text) ? "bad" : WAIT.has(text) ? "wait" : null;
  if (kind) return h("td", {}, h("span", { className: `state ${kind}` }, text));
  if (text.length > 36 && !text.includes(" ")) return h("td", {}, pressable("div", { className: "cut", title: text }, () => copied(text), text));
  return h("td", { className: text.length > 60 ? "long" : text.length < 40 ? "word" : "" }, text);
}

// Live updates: the sandbox reports changes; the page polls what only the database knows

let scheduled = null;

function refresh() {
  scheduled ??= setTimeout(async () => {
    scheduled = null;
    await Promise.allSettled([drawChat(), drawPeople(), drawTables()]);
  }, 60);
}

function begin() {
  $("composer").onsubmit = (event) => {
    event.preventDefault();
    const text = $("text").value.trim();
    $("text").value = "";
    if (text) write(text);
  };
  addEventListener("keydown", (event) => event.key === "Escape" && closeSheet());
  $("start").onclick = () => write("/start");
  $("commands").onclick = showCommands;
  for (const button of document.querySelectorAll("[data-advance]")) button.onclick = () => moveClock({ advance: button.dataset.advance });
  $("reset").onclick = () => moveClockTo(new Date(), { reset: true });
  $("travel").onsubmit = (event) => {
    event.preventDefault();
    $("target").blur();
    const target = new Date(`${$("target").value}Z`);
    moveClockTo(target, { to: target.toISOString() });
  };
  drawTabs();
  refresh();
  Promise.allSettled([drawClock(), drawFaults()]).then(tick);
  setInterval(tick, 1000);
  setInterval(() => document.hidden || (drawTables().catch(() => {}), drawClock().catch(() => {})), 2000);
  new EventSource("/sandbox/events").onmessage = refresh;
}

begin();
