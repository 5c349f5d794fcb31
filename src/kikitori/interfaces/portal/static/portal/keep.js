/*
 * What is being written, kept in this browser alone, once somebody has ticked the box that says so. Without the tick
 * nothing is stored, and whatever was stored is gone; so it is a day after the last letter, when the complaint is sent
 * and when it is erased. Nothing of it ever leaves the browser. Every page works without this.
 *   [data-keeps]            the offer: shown only where it can be kept; holds the box
 *   form#complaint          the form whose texts are kept
 *   [data-forgets]          a form or a page after which there is nothing to keep any more
 */
const KEY = "kikitori-writing";
const DAY = 24 * 60 * 60 * 1000;
const TEXTS = "textarea[name], input[type=text][name], input:not([type])[name]";

/** What the browser says about its own storage: some forbid it, some throw. */
function stored() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "null");
    if (kept && Date.now() - kept.at < DAY && typeof kept.texts === "object") return kept.texts;
    localStorage.removeItem(KEY);
  } catch { /* No storage, no keeping. */ }
  return null;
}
function store(texts) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ at: Date.now(), texts }));
    return true;
  } catch {
    return false;
  }
}
function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch { /* There is nothing to forget. */ }
}

const form = document.querySelector("form#complaint");
const offer = document.querySelector("[data-keeps]");
const box = offer?.querySelector("input[type=checkbox]");
const fields = () => [...(form?.querySelectorAll(TEXTS) ?? [])].filter((field) => !field.closest("[aria-hidden]"));

function keep() {
  if (!box?.checked) return;
  const texts = stored() ?? {};
  for (const field of fields()) texts[field.name] = field.value;
  if (!store(texts)) box.checked = false;
}

if (document.querySelector("[data-forgets]:not(form)")) forget();
for (const eraser of document.querySelectorAll("form[data-forgets]")) eraser.addEventListener("submit", forget);
if (form && box) {
  const kept = stored();
  offer.hidden = !(kept || store({}));
  if (!kept) forget();
  box.checked = Boolean(kept);
  for (const field of kept ? fields() : []) {
    if (field.value === "" && typeof kept[field.name] === "string") field.value = kept[field.name];
  }
  box.addEventListener("change", () => (box.checked ? keep() : forget()));
  form.addEventListener("input", keep);
  form.addEventListener("click", () => setTimeout(keep)); // An example puts words in without typing.
}
