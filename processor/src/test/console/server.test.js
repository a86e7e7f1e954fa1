/**
 * The page against a real console server that shows the outage of scenarios.js: ALIZE_CONSOLE_URL, and where it needs tokens
 * ALIZE_CONSOLE_TOKEN (mitigate) and ALIZE_CONSOLE_READ_TOKEN (read).
 */

import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { beyondTheEdge, close, go, launch, MISSING, open } from './browser.js';

const base = process.env.ALIZE_CONSOLE_URL;
const token = process.env.ALIZE_CONSOLE_TOKEN;
const P1 = 'inc-20261122-031500-server';
const skip = MISSING ?? (base ? undefined : 'ALIZE_CONSOLE_URL names no console server');

describe('the page on the server', { skip, timeout: 60_000 }, () => {
  let browser;

  before(async () => {
    browser = await launch();
  });

  after(() => browser?.close());

  const enter = async (given, how) => {
    const page = await open(browser, base, { ...how, bare: true });
    if (given) {
      await page.getByRole('textbox', { name: 'Token' }).fill(given);
      await page.keyboard.press('Enter');
    }
    await page.locator('.pulse.live').waitFor();
    return page;
  };

  test('sends the headers that keep others out', async () => {
    const answer = await fetch(base);
    assert.match(answer.headers.get('content-security-policy'), /^default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'/);
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(answer.headers.get('referrer-policy'), 'no-referrer');
    const stranger = await fetch(`${base}/api/state`, { headers: { Origin: 'https://elsewhere.example' } });
    assert.equal(stranger.status, 403);
  });

  test('lets nobody in with a wrong token', { skip: token ? undefined : 'the server needs no token' }, async () => {
    const page = await open(browser, base, { bare: true });
    await page.getByRole('textbox', { name: 'Token' }).fill('a-token-that-nobody-has');
    await page.keyboard.press('Enter');
    await page.locator('#token-wrong', { hasText: /\w/ }).waitFor();
    page.expected.push(/401/);
    await close(page);
  });

  test('shows every view, wide and narrow', async () => {
    const page = await enter(token, {});
    const paints = await page.evaluate(() => performance.getEntriesByType('paint').map((one) => [one.name, Math.round(one.startTime)]));
    console.log(`paint from the server (PerformancePaintTiming, ms): ${JSON.stringify(Object.fromEntries(paints))}`);
    assert.match(await page.locator('main h1').innerText(), /P1 Complete outage mistral: 5xx Provider Failure/);
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 740 });
      for (const path of ['', 'incidents', `incidents/${P1}`, 'requests?id=r-1', 'usage']) {
        await go(page, path);
        assert.deepEqual(await beyondTheEdge(page), { scrolls: false, wide: [] }, `${path} at ${width}`);
      }
    }
    await close(page);
  });

  test('gives a command and speaks of an incident; both show within 2 s', async () => {
    const page = await enter(token, {});
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Mitigate large' }).click();
    await dialog.getByText('Max concurrency').click();
    await dialog.getByLabel('Calls open at a time').fill('7');
    await dialog.getByLabel('Your name').fill('ada');
    await dialog.getByRole('button', { name: 'Bound large to 7' }).click();
    await dialog.waitFor({ state: 'detached' });
    const given = Date.now();
    await page.locator('#commands', { hasText: 'Max concurrency large: 7' }).waitFor({ timeout: 2_000 });
    console.log(`shown ${Date.now() - given} ms after it was accepted`);
    await go(page, `incidents/${P1}`);
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    await dialog.getByRole('button', { name: 'Acknowledge' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.locator('.headline', { hasText: 'Acknowledged by ada' }).waitFor();
    await close(page);
  });

  test('gives the role read nothing to press', { skip: process.env.ALIZE_CONSOLE_READ_TOKEN ? undefined : 'there is no token to read' }, async () => {
    const page = await enter(process.env.ALIZE_CONSOLE_READ_TOKEN, { scheme: 'dark' });
    assert.match(await page.locator('#foot').innerText(), /Role: read/);
    assert.equal(await page.getByRole('button', { name: /Mitigate|Resume|Lift|Acknowledge|Do this/ }).count(), 0);
    const refused = await page.evaluate(() => fetch('/control', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' }).then((answer) => answer.status));
    assert.equal(refused, 403);
    page.expected.push(/403/);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('textbox', { name: 'Token' }).waitFor();
    await close(page);
  });
});
