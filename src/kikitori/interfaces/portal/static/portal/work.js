/*
 * Works so that somebody need not wait (work.py): seeks a number that makes a digest begin with enough zero bits, puts it
 * into the form and says so. It sends nothing. Gives up after half a minute: by then the wait is over, too.
 *   [data-work="challenge"][data-bits]   with two hidden fields, and [data-words][data-done] for what is said
 */
const AT_ONCE = 256;
const LONGEST = 30_000;

const zeros = (digest, bits) => {
  const view = new DataView(digest);
  return bits <= 32 && view.getUint32(0) >>> (32 - bits) === 0;
};

async function work(place) {
  const said = place.querySelector("[role=status]");
  const began = Date.now();
  said.textContent = place.dataset.words;
  said.hidden = false;
  const coder = new TextEncoder();
  for (let first = 0; Date.now() - began < LONGEST; first += AT_ONCE) {
    const numbers = Array.from({ length: AT_ONCE }, (_, at) => first + at);
    const digests = await Promise.all(
      numbers.map((number) => crypto.subtle.digest("SHA-256", coder.encode(`${place.dataset.work}:${number}`))),
    );
    const found = digests.findIndex((digest) => zeros(digest, Number(place.dataset.bits)));
    if (found >= 0) {
      place.querySelector("[name=work]").value = place.dataset.work;
      place.querySelector("[name=work_answer]").value = String(numbers[found]);
      said.textContent = place.dataset.done;
      return;
    }
  }
  said.hidden = true;
}

const place = document.querySelector("[data-work]");
if (place && globalThis.crypto?.subtle) work(place);
