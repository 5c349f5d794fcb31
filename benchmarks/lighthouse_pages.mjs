// Lighthouse, started once for many pages; lighthouse.py starts it and speaks with it, a line of JSON for each page.
//
//     node lighthouse_pages.mjs PACKAGE PORT         PACKAGE: the folder of lighthouse; PORT: where the browser listens
//
// {"url": …, "desktop": true} opens a page anew, as `lighthouse URL --only-categories=accessibility --port PORT
// --disable-storage-reset` does; {"mark": …} looks at the window of that name as it stands. Each is answered by
// {"score": 0 to 1, "url": where it led, "failed": {audit: [what it found]}} or {"error": why}.

import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [, , folder, port] = process.argv;
const part = (path) => import(pathToFileURL(path));
const { navigation, snapshot } = await part(`${folder}/core/index.js`);
const { default: desktop } = await part(`${folder}/core/config/desktop-config.js`);
const { default: puppeteer } = await part(createRequire(`${folder}/package.json`).resolve("puppeteer-core"));
const browser = await puppeteer.connect({ browserURL: `http://127.0.0.1:${port}`, defaultViewport: null });

// Nothing of these pages arrives after they are loaded, so nothing is waited for.
const settings = {
  onlyCategories: ["accessibility"],
  disableStorageReset: true,
  disableFullPageScreenshot: true,
  skipAboutBlank: true,
  pauseAfterFcpMs: 0,
  pauseAfterLoadMs: 0,
  networkQuietThresholdMs: 0,
  cpuQuietThresholdMs: 0,
};
const config = (more) => ({ extends: "lighthouse:default", settings: { ...more, ...settings } });

async function opened(asked) {
  const page = await browser.newPage();
  try {
    return await navigation(page, asked.url, { config: config(asked.desktop ? desktop.settings : {}) });
  } finally {
    await page.close();
  }
}

async function lookedAt(asked) {
  for (const page of await browser.pages()) {
    // A window that is just being closed or led elsewhere has no name, and is not the one.
    const name = await page.evaluate("window.name").catch(() => "");
    if (name === asked.mark) return snapshot(page, { config: config({}) });
  }
  throw new Error(`no window is called ${asked.mark}`);
}

function told({ lhr }) {
  if (lhr.runtimeError) return { error: lhr.runtimeError.message };
  const { score, auditRefs } = lhr.categories.accessibility;
  const failed = {};
  for (const { id } of auditRefs) {
    const audit = lhr.audits[id];
    if (audit.score === null || audit.score === 1) continue;
    failed[id] = (audit.details?.items ?? []).map((item) => item.node?.snippet ?? "");
  }
  return { score, url: lhr.finalDisplayedUrl, failed };
}

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  const answer = await (asked.url ? opened(asked) : lookedAt(asked)).then(told, (error) => ({ error: String(error) }));
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await browser.disconnect();
