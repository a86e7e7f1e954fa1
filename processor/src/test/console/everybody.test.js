/** That everybody can use the page, wherever they are, whatever the data is, and for as long as they like. */

import { describe } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beyondTheEdge, go, MISSING } from './browser.js';
import { HOSTILE } from './scenarios.js';
import { P1, stage, VIEWS } from './stage.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const UPDATES = 400;
/** That an update may leave behind. The size of a heap tells no better; objects, nodes and listeners are counted instead. */
const MOST_BYTES = 1_000;
const ALL_RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

describe('the page for everybody', { skip: MISSING, timeout: 180_000 }, () => {
  const { fixture, sees } = stage();

  sees('is used with the keyboard alone', 'outage', {}, async (page) => {
    await page.getByText('1,213 of 1,213').waitFor();
    const focused = () =>
      page.evaluate(() => {
        const one = document.activeElement;
        const box = one.getBoundingClientRect();
        const style = getComputedStyle(one);
        return {
          outside: one === document.body,
          name: (one.getAttribute('aria-label') ?? one.innerText).trim().replace(/\s+/g, ' '),
          ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
          seen: box.bottom > 0 && box.top < innerHeight,
        };
      });
    const stops = [];
    for (let i = 0; i < 60; i += 1) {
      await page.keyboard.press('Tab');
      const stop = await focused();
      if (stop.outside) {
        break;
      }
      stops.push(stop);
    }
    assert.deepEqual(stops.filter((one) => !one.ring || !one.seen), [], 'every stop is seen');
    const names = stops.map((one) => one.name);
    const order = ['Skip to the content', 'Alizé console', 'Now', 'Incidents 2 open', 'Requests', 'Usage', 'Acknowledge', 'Assign', 'Timeline and all steps', 'Do this: Use the next target of each route instead of large.', 'Mitigate large', 'As a table', 'Lift Pause for small-eu', 'By target and tenant', 'Show UTC'];
    assert.deepEqual(order.filter((one) => !names.includes(one)), [], names.join(' | '));
    assert.deepEqual([...order].sort((a, b) => names.indexOf(a) - names.indexOf(b)), order, 'in the order of reading');

    await page.getByRole('button', { name: 'Acknowledge' }).focus();
    await page.keyboard.press('Enter');
    const inside = new Set();
    for (let i = 0; i < 8; i += 1) {
      inside.add(await page.evaluate(() => document.activeElement === document.body || document.activeElement.closest('dialog') !== null));
      await page.keyboard.press('Tab');
    }
    assert.deepEqual([...inside], [true], 'the focus stays in the dialog');
    await page.getByLabel('Your name').focus();
    await page.keyboard.type('ada');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.deepEqual(fixture.posted, [[`/api/incidents/${P1}`, { action: 'ack', text: '', by: 'ada' }]]);
  });

  for (const scenario of ['outage', 'many']) {
    sees(`fits into 360 px (${scenario})`, scenario, { width: 360 }, async (page) => {
      for (const path of VIEWS.map((one) => one.replace(P1, encodeURIComponent(fixture.state.incidents[0].id)))) {
        await go(page, path);
        assert.deepEqual(await beyondTheEdge(page), { scrolls: false, wide: [] }, path);
      }
      await go(page, '');
      await page.getByRole('button', { name: /^Mitigate / }).first().click();
      await page.getByRole('dialog').waitFor();
      assert.deepEqual(await beyondTheEdge(page), { scrolls: false, wide: [] }, 'dialog');
      const small = await page.getByRole('dialog').getByRole('button').evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().height < 44).length);
      assert.equal(small, 0, 'buttons are large enough for a thumb');
    });
  }

  sees('shows 40 targets and 50 incidents with hostile names as text', 'many', {}, async (page) => {
    await page.getByRole('button', { name: 'Show all 40 targets' }).click();
    await page.locator('#targets tbody tr').nth(39).waitFor();
    await page.getByRole('rowheader', { name: HOSTILE }).waitFor();
    await page.getByRole('button', { name: `Mitigate ${HOSTILE}` }).click();
    await page.getByRole('dialog', { name: `Mitigate ${HOSTILE}` }).waitFor();
    await page.keyboard.press('Escape');
    await go(page, 'incidents');
    await page.locator('#open tbody tr').nth(19).waitFor();
    assert.equal(await page.locator('#closed tbody tr').count(), 30);
    await page.getByRole('link', { name: HOSTILE }).click();
    await page.locator('#timeline').waitFor();
    await go(page, `requests?id=${encodeURIComponent(HOSTILE)}`);
    await page.getByRole('heading', { name: HOSTILE }).waitFor();
    assert.equal(await page.locator('main img, main script, main iframe, main [onerror]').count(), 0);
    const hidden = await page.evaluate(() => /[\u202A-\u202E]/.test(document.body.textContent));
    assert.equal(hidden, false, 'nothing turns the text around it');
  });

  sees('moves nothing under the reader when data comes', 'outage', { path: `incidents/${P1}` }, async (page) => {
    await page.locator('#timeline').waitFor();
    await go(page, '');
    await page.getByText('As a table').click();
    await page.getByRole('button', { name: 'Mitigate medium' }).focus();
    await page.evaluate(() => {
      scrollTo(0, 400);
      const range = document.createRange();
      range.selectNodeContents(document.querySelector('#commands b'));
      getSelection().removeAllRanges();
      getSelection().addRange(range);
    });
    const stand = () =>
      page.evaluate(() => ({
        focus: document.activeElement.getAttribute('aria-label'),
        selected: String(getSelection()),
        open: document.querySelector('#outcomes details').open,
        tops: ['#targets', '#commands'].map((one) => Math.round(document.querySelector(one).getBoundingClientRect().top)),
        rows: [...document.querySelectorAll('#targets tbody th .name')].map((one) => one.textContent),
      }));
    const was = await stand();
    const targets = structuredClone(fixture.state.targets);
    Object.assign(targets[2], { takes_calls: true, status: 'healthy', why: 'none', open_calls: 33 });
    targets[0].breaker = 'half_open';
    fixture.send({ targets, waiting: { ...fixture.state.waiting, lag_requests: 77 } });
    await page.locator('#waiting', { hasText: '77 requests' }).waitFor();
    assert.deepEqual(await stand(), was);

    await page.getByRole('button', { name: 'Mitigate medium' }).click();
    await page.getByRole('textbox', { name: 'Reason' }).fill('half a sen');
    fixture.send({ targets: targets.slice(0, 1), incidents: [] });
    await page.locator('main h1', { hasText: 'not all is as usual' }).waitFor();
    assert.equal(await page.getByRole('textbox', { name: 'Reason' }).inputValue(), 'half a sen');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'dialog-reason');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1', 'its button is gone, so the headline has the focus');
  });

  sees('keeps its memory flat', 'outage', {}, async (page) => {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable');
    const size = async () => {
      // Collects garbage, too, and counts what is left: exact, where the size of the heap is not.
      const { result: any } = await devtools.send('Runtime.evaluate', { expression: 'Object.prototype', objectGroup: 'count' });
      const { objects } = await devtools.send('Runtime.queryObjects', { prototypeObjectId: any.objectId, objectGroup: 'count' });
      const { result: number } = await devtools.send('Runtime.callFunctionOn', { objectId: objects.objectId, functionDeclaration: 'function () { return this.length; }', returnByValue: true });
      await devtools.send('Runtime.releaseObjectGroup', { objectGroup: 'count' });
      await devtools.send('HeapProfiler.collectGarbage');
      const { metrics } = await devtools.send('Performance.getMetrics');
      const of = (name) => metrics.find((one) => one.name === name).value;
      return { objects: number.value, nodes: of('Nodes'), listeners: of('JSEventListeners'), heap: of('JSHeapUsedSize') };
    };
    // Each update is drawn at once instead of with the next frame, so that none is left out.
    await page.evaluate(() => {
      window.requestAnimationFrame = (draw) => {
        draw();
        return 0;
      };
    });
    let sent = 0;
    const feed = async (updates) => {
      for (let i = 0; i < updates; i += 1) {
        sent += 1;
        const waiting = { ...fixture.state.waiting, lag_requests: sent };
        fixture.send({ targets: fixture.state.targets, usage: fixture.state.usage, waiting, incidents: fixture.state.incidents, ...(i % 8 === 0 ? { outcomes: { ...fixture.state.outcomes } } : {}) });
      }
      await page.locator('#waiting', { hasText: `${sent} request` }).waitFor({ timeout: 60_000 });
      return size();
    };
    const was = await feed(UPDATES);
    const is = await feed(UPDATES);
    console.log(`memory before and after ${UPDATES} updates: ${JSON.stringify([was, is])}`);
    assert.ok(is.objects <= was.objects + UPDATES / 10, 'objects');
    assert.ok(is.nodes <= was.nodes + 20, 'nodes');
    assert.ok(is.listeners <= was.listeners + 5, 'listeners');
    assert.ok(is.heap < was.heap + UPDATES * MOST_BYTES, 'heap');
    assert.equal(await page.locator('canvas').count(), 2);
  });

  sees('moves nothing for those who want no motion', 'healthy', { motion: 'reduce' }, async (page) => {
    const moving = await page.evaluate(() => [...document.querySelectorAll('*')].filter((one) => parseFloat(getComputedStyle(one).transitionDuration) > 0 || getComputedStyle(one).animationName !== 'none').length);
    assert.equal(moving, 0);
  });

  for (const scheme of ['light', 'dark']) {
    sees(`can be read by everybody (${scheme}): roles, names, contrasts`, 'outage', { scheme }, async (page) => {
      await page.evaluate(AXE);
      const check = async (where) => {
        const { violations, incomplete } = await page.evaluate((only) => axe.run(document, { runOnly: only, resultTypes: ['violations', 'incomplete'] }), scheme === 'light' ? ALL_RULES : ['color-contrast']);
        assert.deepEqual(violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => `${node.target} ${node.any[0]?.message ?? ''}`)}`), [], where);
        const unsure = incomplete.filter((one) => one.id === 'color-contrast').flatMap((one) => one.nodes.filter((node) => !/pseudo element/.test(node.any[0]?.message)).map((node) => `${node.target} ${node.any[0]?.message ?? ''}`));
        assert.deepEqual(unsure, [], `${where}: contrasts that were not measured`);
      };
      for (const path of VIEWS) {
        await go(page, path);
        await check(path);
      }
      await go(page, '');
      await page.getByRole('button', { name: 'Mitigate large' }).click();
      await page.getByRole('button', { name: 'Pause large', exact: true }).click();
      await check('dialog');
      const weak = await page.evaluate(contrasts);
      assert.deepEqual(weak, [], 'lines, bars and edges against what is behind them: 3 to 1');
    });
  }
});

/** Runs in the page: colours that carry meaning without being text. */
function contrasts() {
  const css = getComputedStyle(document.documentElement);
  const light = (name) => {
    const digits = css.getPropertyValue(name).trim().slice(1);
    const [r, g, b] = [0, 2, 4].map((i) => parseInt(digits.slice(i, i + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
  return ['--c-completed', '--c-failed', '--c-expired', '--c-blocked', '--c-cancelled', '--accent', '--edge', '--focus']
    .map((name) => [name, ratio(name, '--panel')])
    .filter(([, value]) => value < 3);
}
