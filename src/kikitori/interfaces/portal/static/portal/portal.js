/*
 * Conveniences of the portal; every page works without them.
 *   button[data-insert="words"][data-into="id"]   puts the words at the end of that field instead of asking the server to
 *   input[type=file][data-largest][data-at-once]  says how much has been chosen, and what is too large before it is sent
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

const inUnits = (bytes) => (bytes < 1e5 ? `${Math.ceil(bytes / 1e3)} KB` : `${(bytes / 1e6).toFixed(1)} MB`);

/** What is said about the files of one form: how many, how large. What is too large to be sent is chosen no more. */
function tellFiles(form) {
  const said = form.querySelector("[data-chosen]");
  const wrong = form.querySelector("[data-too-large]");
  const inputs = [...form.querySelectorAll("input[type=file][data-largest]")];
  const files = inputs.flatMap((input) => [...input.files]);
  const together = files.reduce((sum, file) => sum + file.size, 0);
  const tooLarge = inputs.length > 0
    && (together > Number(inputs[0].dataset.atOnce) || files.some((file) => file.size > Number(inputs[0].dataset.largest)));
  if (tooLarge) for (const input of inputs) input.value = "";
  if (wrong) wrong.hidden = !tooLarge;
  if (said) {
    said.hidden = tooLarge || files.length === 0;
    said.textContent = said.dataset.words.replace("{n}", files.length).replace("{size}", inUnits(together));
  }
}
document.addEventListener("change", (event) => {
  if (event.target instanceof HTMLInputElement && "largest" in event.target.dataset) tellFiles(event.target.form);
});
document.addEventListener("submit", (event) => {
  const said = event.target.querySelector("[data-chosen]");
  if (said && !said.hidden) said.textContent = said.dataset.sending;
});
