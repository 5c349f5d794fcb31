/*
 * Small conveniences for every page; each page works without them.
 *   [data-open="id"] / [data-close]   open and close a <dialog>
 *   [data-copy="text" | "#id"]        copy; the button says so in [data-copied]
 *   [data-print]                      print
 *   [data-text-choice]                kept in a cookie that the server reads
 *   [data-theme-choice]               a button of a form: the page changes at once and stays; the server keeps the choice
 *   textarea[data-guard]              ask before unsent text is left behind (portal: nothing is stored)
 *   .menu                             closes on Escape and on a click elsewhere
 */
const YEAR = 31536000;

function setCookie(name, value) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${name}=${value}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
}

function choose(attribute, cookie, value) {
  const root = document.documentElement;
  const now = root.dataset[attribute] === value ? "" : value;
  if (now) root.dataset[attribute] = now;
  else delete root.dataset[attribute];
  setCookie(cookie, now);
}

async function recolour(button) {
  const root = document.documentElement, before = root.dataset.theme ?? "", form = button.form;
  const show = (theme) => {
    if (["light", "dark"].includes(theme)) root.dataset.theme = theme;
    else delete root.dataset.theme;
    for (const each of form.querySelectorAll("[data-theme-choice]")) {
      each.setAttribute("aria-pressed", String(each.dataset.themeChoice === (theme || "auto")));
    }
  };
  const sent = new FormData(form);
  sent.set(button.name, button.value);
  sent.set("stay", "1");
  show(button.dataset.themeChoice);
  const answer = await fetch(form.action, { method: "POST", body: sent, redirect: "manual" }).catch(() => null);
  if (!answer?.ok) show(before); // What is shown is what is kept.
}

async function copy(button) {
  const source = button.dataset.copy;
  const text = source.startsWith("#") ? document.querySelector(source).textContent.trim() : source;
  await navigator.clipboard.writeText(text);
  const word = button.querySelector("[data-copy-word]") ?? button;
  const before = word.textContent;
  word.textContent = button.dataset.copied ?? before;
  button.setAttribute("aria-live", "polite");
  setTimeout(() => { word.textContent = before; }, 3000);
}

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  if (!target) return;
  const opener = target.closest("[data-open]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.open);
    if (dialog instanceof HTMLDialogElement) {
      event.preventDefault();
      dialog.showModal();
    }
  }
  if (target.closest("[data-close]")) target.closest("dialog")?.close();
  if (target instanceof HTMLDialogElement) target.close();
  const copier = target.closest("[data-copy]");
  if (copier) copy(copier);
  if (target.closest("[data-print]")) window.print();
  const theme = target.closest("[data-theme-choice]");
  if (theme) {
    event.preventDefault();
    recolour(theme);
  }
  const size = target.closest("[data-text-choice]");
  if (size) choose("text", "kk_text", size.dataset.textChoice);
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing) return;
  const menu = document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

const summary = document.querySelector("[data-error-summary]");
if (summary) summary.focus();

const guarded = new Set();
document.addEventListener("input", (event) => {
  const field = event.target;
  if (!(field instanceof HTMLTextAreaElement) || !("guard" in field.dataset)) return;
  if (field.value === field.defaultValue) guarded.delete(field);
  else guarded.add(field);
});
document.addEventListener("submit", () => guarded.clear());
window.addEventListener("beforeunload", (event) => {
  if (guarded.size) event.preventDefault();
});
