/*
 * The guided conversation; without scripts all of it works by the buttons.
 *   time[data-since]        counts on from that moment: 7:05
 *   [data-at-minute]        shown when so many minutes have passed
 *   form[data-quick]        Ctrl/⌘ Enter in its field sends it, Escape leaves the field so that the single keys work
 */
const clock = document.querySelector("time[data-since]");
if (clock) {
  const since = Date.parse(clock.dataset.since);
  const tick = () => {
    const seconds = Math.max(0, Math.floor((Date.now() - since) / 1000));
    const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
    const rest = String(seconds % 60).padStart(2, "0");
    clock.textContent = hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
    for (const reminder of document.querySelectorAll("[data-at-minute][hidden]")) {
      if (seconds >= Number(reminder.dataset.atMinute) * 60) reminder.hidden = false;
    }
  };
  tick();
  setInterval(tick, 1000);
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return;
  const form = event.target.closest?.("form[data-quick]");
  if (!form) return;
  if (event.key === "Escape") event.target.blur();
  else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  else return;
  event.preventDefault();
});
