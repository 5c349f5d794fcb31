/*
 * Keyboard and kept text for the desk; everything here can also be done with the mouse and without scripts.
 *   [data-key="r"]            pressed when that key is typed outside a field (never while kana are being converted);
 *                             what stands in the page comes before what stands above it
 *   [data-focus-key="/"]      focused by that key, and by Ctrl/⌘ K
 *   #shortcuts[data-next] …   the keys of rows and of the map, as the table of keys (look/keys.py) has them
 *   [data-row]                j and k walk these, Enter opens the first link inside
 *   textarea[data-keep="id"]  kept in this tab until what was sent is seen on the page again
 *   form[data-forget]         signing out forgets everything kept
 *   input[data-composed]      its input events wait until kana have been converted
 *   [data-walk-to="id"]       ↓ and Enter go from this field into that list, ↑ and ↓ walk the buttons of [data-walk]
 *   input[data-largest]       files: one that is larger is not even sent; [data-too-large] beside it says so. Files may
 *                             be dropped on the whole composer
 *   form[data-drops="id"]     throwing a draft away forgets what was kept under that id
 *   textarea[hx-post]         its draft is kept on the server; #<target>-trouble is shown where that fails
 *   [data-beat]               says again and again that this page is open; an answer that is a whole page changes nothing here
 *   textarea[data-mentions="id"]  behind an @, names of that <select> are offered in the list #<id>-names: ↑ ↓ Enter Tab Escape
 *   [data-pick]               boxes of rows: x ticks the row one is on, Shift ticks all from the last one to this one;
 *                             [data-pick-all] ticks the page, [data-picked-number] says how many
 */
const KEEP = "kikitori:";
const OFF = "kikitori-keys-off";

/* ── kept text ── */
const restored = new WeakSet();
const squeeze = (text) => text.replace(/\s+/g, "").slice(0, 200);

function restore(field) {
  const key = KEEP + field.dataset.keep;
  const sent = sessionStorage.getItem(`${key}:sent`);
  if (sent !== null) {
    sessionStorage.removeItem(`${key}:sent`);
    const shown = squeeze(sent) !== "" && document.querySelector("main").textContent.replace(/\s+/g, "").includes(squeeze(sent));
    if (!shown && field.value === "") sessionStorage.setItem(key, sent);
  }
  const kept = sessionStorage.getItem(key);
  if (!kept || field.value !== "") return;
  field.value = kept;
  restored.add(field);
}

function keep(field) {
  const key = KEEP + field.dataset.keep;
  if (field.value.trim() === "") sessionStorage.removeItem(key);
  else sessionStorage.setItem(key, field.value);
}

function restoreAll() {
  for (const field of document.querySelectorAll("textarea[data-keep]")) restore(field);
}

document.addEventListener("input", (event) => {
  if (event.target instanceof HTMLTextAreaElement && event.target.dataset.keep) keep(event.target);
});
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented && !event.target.hasAttribute("hx-post")) return;
  if ("forget" in event.target.dataset) {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(KEEP)) sessionStorage.removeItem(key);
    return;
  }
  for (const field of event.target.querySelectorAll("textarea[data-keep]")) {
    const key = KEEP + field.dataset.keep;
    if (field.value.trim() !== "") sessionStorage.setItem(`${key}:sent`, field.value);
    sessionStorage.removeItem(key);
  }
});
/* What was typed before all scripts were there is kept like what is typed from now on. htmx begins one tick late. */
function keepEarly() {
  for (const field of document.querySelectorAll("textarea")) {
    if (field.value === field.defaultValue || restored.has(field)) continue;
    if (field.dataset.keep) keep(field);
    if (field.hasAttribute("hx-post")) field.dispatchEvent(new Event("early"));
  }
}
addEventListener("load", () => setTimeout(keepEarly));
restoreAll();
document.addEventListener("htmx:after:swap", restoreAll);

/* ── drafts: what the server could not keep is said; it stays in this window ── */
function couldNotKeep(event, failed) {
  const field = event.target;
  if (!(field instanceof HTMLTextAreaElement) || !field.hasAttribute("hx-post")) return;
  const line = document.getElementById(`${field.getAttribute("hx-target").slice(1)}-trouble`);
  if (line) line.hidden = !failed;
}
document.addEventListener("htmx:before:response", (event) => {
  const answer = event.detail.ctx.response;
  // Signed out meanwhile, or in trouble: that page is not the line we asked for.
  if (!answer.raw.redirected && (answer.status < 400 || answer.status === 422)) return;
  if (event.target instanceof HTMLTextAreaElement || event.target.dataset?.beat !== undefined) event.preventDefault();
  couldNotKeep(event, true);
});
document.addEventListener("htmx:error", (event) => couldNotKeep(event, true));
document.addEventListener("htmx:after:swap", (event) => couldNotKeep(event, false));
document.addEventListener("submit", (event) => {
  const drops = event.target.dataset.drops;
  if (drops) sessionStorage.removeItem(KEEP + drops);
});

/* ── looking for something as one types: not while kana are being converted; ↓ goes into the list, ↑ ↓ walk it ── */
document.addEventListener("input", (event) => {
  if (event.isComposing && event.target.matches?.("[data-composed]")) event.stopImmediatePropagation();
}, true);
document.addEventListener("compositionend", (event) => {
  if (event.target.matches?.("[data-composed]")) event.target.dispatchEvent(new Event("input", { bubbles: true }));
});
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return;
  const field = event.target.closest?.("[data-walk-to]");
  const list = field ? document.getElementById(field.dataset.walkTo) : event.target.closest?.("[data-walk]");
  if (!list) return;
  const buttons = [...list.querySelectorAll("button")];
  const at = buttons.indexOf(event.target);
  if (event.key === "Enter" && field) buttons[0]?.focus();
  else if (event.key === "ArrowDown") buttons[at + 1]?.focus();
  else if (event.key === "ArrowUp") (at > 0 ? buttons[at - 1] : document.querySelector(`[data-walk-to="${list.id}"]`))?.focus();
  else return;
  event.preventDefault();
});
document.addEventListener("htmx:after:swap", (event) => {
  if (!event.target.matches?.("#template-list button")) return;
  const text = document.getElementById("reply-text");
  text?.focus();
  text?.setSelectionRange(text.value.length, text.value.length);
});

/* ── narrow windows: the place one is at stands in sight among the ways from here ── */
const place = document.querySelector(".nav [aria-current]");
if (place) {
  const ways = place.parentElement, own = place.getBoundingClientRect(), all = ways.getBoundingClientRect();
  if (own.right > all.right) ways.scrollLeft += own.left - all.left - (all.width - own.width) / 2;
}

/* ── composer: choosing a side puts the cursor into its text ── */
document.addEventListener("change", (event) => {
  const target = event.target.dataset?.focuses;
  if (target && !event.target.matches(":focus-visible")) document.getElementById(target)?.focus();
});

/* ── mentions: names offered behind an @, never while kana are being converted ── */
const plain = (text) => text.replace(/\s/g, "").replace(/[ぁ-ゖ]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0x60)).toLowerCase();
const namesFor = (field) => document.getElementById(`${field.dataset.mentions}-names`);

function offerNames(field) {
  const list = namesFor(field);
  if (!list) return;
  const typed = field.value.slice(0, field.selectionStart).match(/[@＠]([^\s@＠]{0,20})$/);
  const options = [...document.getElementById(field.dataset.mentions).options].filter((each) => each.value);
  const fits = typed ? options.filter((each) => plain(each.text).includes(plain(typed[1])) || plain(each.dataset.kana).includes(plain(typed[1]))) : [];
  list.replaceChildren(...fits.slice(0, 8).map((each, number) => {
    const item = document.createElement("li");
    Object.assign(item, { id: `${list.id}-${number}`, textContent: each.text });
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", String(number === 0));
    return item;
  }));
  showNames(field, list, fits.length > 0);
}

function showNames(field, list, shown) {
  list.hidden = !shown;
  const active = shown && list.querySelector('[aria-selected="true"]');
  if (active) field.setAttribute("aria-activedescendant", active.id);
  else field.removeAttribute("aria-activedescendant");
}

function takeName(field, item) {
  const end = field.selectionStart;
  const start = field.value.slice(0, end).search(/[@＠][^\s@＠]{0,20}$/);
  field.setRangeText(`@${item.textContent} `, start, end, "end");
  showNames(field, namesFor(field), false);
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("input", (event) => {
  if (event.target.matches?.("[data-mentions]") && !event.isComposing) offerNames(event.target);
});
document.addEventListener("compositionend", (event) => {
  if (event.target.matches?.("[data-mentions]")) offerNames(event.target);
});
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || !event.target.matches?.("[data-mentions]")) return;
  const field = event.target;
  const list = namesFor(field);
  if (!list || list.hidden) return;
  const items = [...list.children];
  const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
  if (event.key === "Escape") showNames(field, list, false);
  else if (event.key === "Enter" || event.key === "Tab") takeName(field, items[at]);
  else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const next = (at + (event.key === "ArrowDown" ? 1 : items.length - 1)) % items.length;
    items.forEach((item, number) => item.setAttribute("aria-selected", String(number === next)));
    showNames(field, list, true);
  } else return;
  event.preventDefault();
});
document.addEventListener("mousedown", (event) => {
  const item = event.target.closest?.(".mention__names [role=option]");
  if (!item) return;
  event.preventDefault();
  takeName(document.querySelector(`[data-mentions="${item.parentElement.id.replace("-names", "")}"]`), item);
});

/* ── files: what is too large is not sent, for the answer would cost what was typed; the composer takes what is dropped ── */
document.addEventListener("change", (event) => {
  const largest = Number(event.target.dataset?.largest);
  if (!largest) return;
  const words = event.target.closest(".attach")?.querySelector("[data-too-large]");
  const tooLarge = [...event.target.files].some((file) => file.size > largest);
  if (words) words.hidden = !tooLarge;
  if (!tooLarge) return;
  event.target.value = "";
  event.stopImmediatePropagation();
}, true);
function dropPlace(event) {
  const files = [...(event.dataTransfer?.types ?? [])].includes("Files");
  return files ? event.target.closest?.(".composer__panel") : null;
}
document.addEventListener("dragover", (event) => {
  if (dropPlace(event)) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  const field = dropPlace(event)?.querySelector("input[data-largest]");
  if (!field) return;
  event.preventDefault();
  field.files = event.dataTransfer.files;
  field.dispatchEvent(new Event("change", { bubbles: true }));
});

/* ── choosing rows ── */
const picks = () => [...document.querySelectorAll("[data-pick]")];
let lastPick = null;

function countPicks() {
  const all = picks();
  const number = all.filter((box) => box.checked).length;
  for (const place of document.querySelectorAll("[data-picked-number]")) place.textContent = number;
  const whole = document.querySelector("[data-pick-all]");
  if (!whole) return;
  whole.checked = number > 0 && number === all.length;
  whole.indeterminate = number > 0 && number < all.length;
}

function pick(box, upTo) {
  const all = picks();
  const [from, to] = [all.indexOf(lastPick), all.indexOf(box)];
  if (upTo && from !== -1) {
    for (const between of all.slice(Math.min(from, to), Math.max(from, to) + 1)) between.checked = box.checked;
  }
  lastPick = box;
  countPicks();
}

document.addEventListener("click", (event) => {
  const box = event.target;
  if (!(box instanceof HTMLInputElement)) return;
  if ("pick" in box.dataset) pick(box, event.shiftKey);
  if ("pickAll" in box.dataset) {
    for (const each of picks()) each.checked = box.checked;
    countPicks();
  }
});
countPicks();

/* ── keyboard ── */
const KEYS = document.getElementById("shortcuts")?.dataset ?? {};

function rows() {
  return [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent !== null);
}

function walk(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex((row) => row.hasAttribute("data-here"));
  const next = all[Math.min(all.length - 1, Math.max(0, at === -1 ? 0 : at + step))];
  for (const row of all) row.removeAttribute("data-here");
  next.setAttribute("data-here", "");
  (next.querySelector("a[href]") ?? next).focus();
  next.scrollIntoView({ block: "nearest" });
}

function typing(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.closest("input:not([type=checkbox],[type=radio]), textarea, select, dialog[open]"));
}

function press(element) {
  element.click();
  const pick = element instanceof HTMLLabelElement ? element.control : null;
  if (pick?.dataset.focuses) document.getElementById(pick.dataset.focuses)?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
  const search = document.querySelector("[data-focus-key]");
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && search) {
    event.preventDefault();
    search.focus();
    search.select();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (localStorage.getItem(OFF)) return;
  const box = document.querySelector("[data-here] [data-pick]");
  if (event.key === KEYS.next || event.key === KEYS.previous) {
    walk(event.key === KEYS.next ? 1 : -1);
  } else if (box && event.key.toLowerCase() === KEYS.choose) {
    box.checked = !box.checked;
    pick(box, event.shiftKey);
  } else if (event.key === KEYS.map) {
    document.getElementById("shortcuts")?.showModal();
  } else if (search && event.key === search.dataset.focusKey) {
    search.focus();
  } else {
    const wanted = `[data-key="${CSS.escape(event.key)}"]`;
    const target = document.querySelector(`main ${wanted}`) ?? document.querySelector(wanted);
    if (!target) return;
    press(target);
  }
  event.preventDefault();
});

const keysSwitch = document.querySelector("[data-keys-switch]");
if (keysSwitch) {
  keysSwitch.checked = !localStorage.getItem(OFF);
  keysSwitch.addEventListener("change", () => {
    if (keysSwitch.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  });
}
