/** One Chromium for all tests of a file, and pages that watch for what must never happen. */

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

/** Debian's Chromium, or the one that ALIZE_CHROMIUM names. */
export const CHROMIUM = process.env.ALIZE_CHROMIUM ?? '/usr/bin/chromium';

/** Why the tests cannot run here; undefined where they can. */
export const MISSING = existsSync(CHROMIUM)
  ? undefined
  : `No Chromium at ${CHROMIUM}: install Debian's package chromium, or name one in ALIZE_CHROMIUM`;

export function launch() {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

/**
 * Opens a page of the console.
 *
 * @param {object} how width, scheme (light or dark), motion (reduce), path (what follows the #), clock (true: the test moves it),
 *     zone, bare (true: does not wait for data)
 * @return the page, with `wrong`: what must not have happened (errors, violations of the policy, other hosts, alerts), and
 *     `expected`: patterns of errors in the console that the test provokes
 */
export async function open(browser, base, { width = 1280, scheme = 'light', motion, path = '', clock, zone = 'Europe/Paris', bare } = {}) {
  const context = await browser.newContext({
    viewport: { width, height: width < 500 ? 740 : 900 },
    colorScheme: scheme,
    reducedMotion: motion,
    timezoneId: zone,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  page.setDefaultTimeout(8_000);
  page.wrong = [];
  page.expected = [];
  page.on('console', (message) => (message.type() === 'error' || message.type() === 'warning' ? page.wrong.push(message.text()) : null));
  page.on('pageerror', (error) => page.wrong.push(`error: ${error.stack}`));
  page.on('request', (request) => (new URL(request.url()).origin === new URL(base).origin ? null : page.wrong.push(`other host: ${request.url()}`)));
  page.on('dialog', (dialog) => {
    page.wrong.push(`alert: ${dialog.message()}`);
    dialog.dismiss();
  });
  await page.exposeFunction('violated', (what) => page.wrong.push(`policy: ${what}`));
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => window.violated(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
  });
  if (clock) {
    await page.clock.install();
  }
  await page.goto(`${base}/#/${path}`);
  if (!bare) {
    await page.locator('.pulse.live').waitFor();
  }
  return page;
}

const LANDMARKS = [
  [/^incidents\/./, '#timeline'],
  [/^incidents/, '#open'],
  [/^requests\?/, '.life'],
  [/^requests/, '.search'],
  [/^usage/, '#hours'],
  [/^$/, '#targets'],
];

/** Goes to another view, and waits until it is there, or until it says something that it says instead. */
export async function go(page, path, instead) {
  await page.evaluate((to) => (location.hash = `#/${to}`), path);
  if (instead) {
    await page.locator('main').getByText(instead).first().waitFor();
    return;
  }
  await page.locator(LANDMARKS.find(([pattern]) => pattern.test(path))[1]).first().waitFor();
}

/** Closes the page; fails if something went wrong in it. */
export async function close(page) {
  await page.context().close();
  assert.deepEqual(page.wrong.filter((text) => !page.expected.some((pattern) => pattern.test(text))), []);
}

/** What lies beyond the right edge: the page must not scroll sideways. */
export function beyondTheEdge(page) {
  return page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    const wide = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > room + 0.5 && !one.closest('.hidden'));
    return { scrolls: document.documentElement.scrollWidth > room, wide: wide.map((one) => `${one.tagName}.${one.className} ${one.textContent.slice(0, 40)}`) };
  });
}
