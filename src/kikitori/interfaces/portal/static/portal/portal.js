/*
 * One convenience of the portal; every page works without it.
 *   button[data-insert="words"][data-into="id"]   puts the words at the end of that field instead of asking the server to
 */
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-insert]") : null;
  const field = button && document.getElementById(button.dataset.into);
  if (!(field instanceof HTMLTextAreaElement)) return;
  event.preventDefault();
  const before = field.value.trimEnd();
  field.value = (before ? `${before}\n` : "") + button.dataset.insert;
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
});
