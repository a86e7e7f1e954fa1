/** The page against a server that speaks the console's interface and has the scenarios' data. */

import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beyondTheEdge, close, go, launch, MISSING, open } from './browser.js';
import { Fixture } from './fixture.js';
import { HOSTILE } from './scenarios.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const P1 = 'inc-20261122-031500-server';
const ALL_RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const VIEWS = ['', 'incidents', `incidents/${P1}`, 'requests?id=r-1', 'usage'];

describe('the page', { skip: MISSING, timeout: 120_000 }, () => {
  let browser;
  let base;
  const fixture = new Fixture();

  before(async () => {
    [browser, base] = await Promise.all([launch(), fixture.start()]);
  });

  after(async () => {
    await browser?.close();
    await fixture.stop();
  });

  /** A test with a page that is closed at its end. */
  const sees = (name, scenario, how, body) =>
    test(name, async () => {
      fixture.reset(scenario);
      const { role, tokens, ...rest } = how;
      fixture.tokens = tokens ?? null;
      fixture.state.role = role ?? 'mitigate';
      const page = await open(browser, base, rest);
      try {
        await body(page);
      } catch (failure) {
        if (page.wrong.length > 0) {
          failure.message += `\nin the page: ${page.wrong.join('\n')}`;
        }
        await page.context().close();
        throw failure;
      }
      await close(page);
    });

  const text = (page, place) => page.locator(place).innerText();

  sees('says that all is well, and paints within a second', 'healthy', {}, async (page) => {
    assert.equal(await text(page, 'main h1'), 'All is well');
    assert.match(await text(page, '.headline'), /All 3 targets take calls\. In the last 5 minutes [\d,]+ requests completed, 0 failed or expired\./);
    assert.equal(await page.title(), 'All is well, Alizé');
    const paints = await page.evaluate(() => performance.getEntriesByType('paint').map((one) => [one.name, Math.round(one.startTime)]));
    console.log(`paint (PerformancePaintTiming, ms): ${JSON.stringify(Object.fromEntries(paints))}`);
    assert.ok(Object.fromEntries(paints)['first-contentful-paint'] < 1_000, JSON.stringify(paints));
  });

  sees('answers what is wrong, since when and what to do', 'outage', {}, async (page) => {
    await page.getByText('1,213 of 1,213').waitFor();
    const top = await text(page, '.headline');
    assert.match(top, /P1 Complete outage mistral: 5xx Provider Failure and 1 more open incident/);
    assert.match(top, /The provider fails\. Down for everyone\. Targets: large, medium\./);
    assert.match(top, /\(6 min ago\)/);
    assert.match(top, /Not acknowledged, due in 9 min/);
    assert.match(top, /Use the next target of each route instead of large\./);
    assert.match(top, /No target takes calls\./);
    assert.match(await page.title(), /^P1 open: /);
    assert.equal(await text(page, '#live'), 'P1: mistral: 5xx Provider Failure, and 1 more open incident');
    const moment = page.locator('.headline time').first();
    assert.match(await moment.getAttribute('title'), /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/);
    assert.equal(
      await moment.innerText(),
      new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Paris', hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(fixture.state.incidents[0].began_at),
    );
    await page.getByRole('button', { name: 'Show UTC' }).click();
    await page.locator('.headline time', { hasText: (await moment.getAttribute('title')).slice(11, 19) }).first().waitFor();
  });

  sees('shows targets with breaker, quota, latency, errors and why one takes no calls', 'outage', {}, async (page) => {
    const row = (name) => page.locator('#targets tbody tr', { has: page.getByRole('rowheader', { name }) }).innerText();
    const large = await row('large');
    for (const words of ['mistral-large-latest', 'no', 'Its breaker is open', 'open', '0 of 64', '95 % within 2.7 s', '48, 100 %', 'provider unavailable 44, timeout 4', '1.2K of 3K requests', '1.8K left in 60 s', 'this instance may use 50 %']) {
      assert.ok(large.includes(words), `${words} in ${large}`);
    }
    assert.match(await row('medium'), /half open, on trial/);
    assert.match(await row('small-eu'), /Paused by ada until .*: vendor maintenance\./);
    assert.match(await text(page, '#waiting'), /1,985 requests[^]*1\.6M tokens[^]*in 21\.4 s/);
    assert.match(await text(page, '#commands'), /Pause small-eu[^]*by ada since[^]*Timeout all targets: 2 min/);
  });

  sees('draws the outcomes, and tells them without the drawing', 'outage', {}, async (page) => {
    assert.equal(await page.locator('#outcomes canvas').count(), 2);
    assert.match(await page.locator('#outcomes .plot').first().getAttribute('aria-label'), /In the last hour: [\d,]+ completed, [\d,]+ failed/);
    await page.getByText('As a table').click();
    const rows = page.locator('#outcomes tbody tr');
    assert.ok((await rows.count()) >= 12);
    const cells = async (i) => (await rows.nth(i).innerText()).split(/\s+/).map((one) => Number(one.replace(',', '')));
    const last = await cells((await rows.count()) - 1);
    assert.ok(last[2] > 0, 'failed requests at the end');
    const dashes = await page.locator('#outcomes .swatch line').evaluateAll((all) => all.map((one) => one.getAttribute('stroke-dasharray')));
    assert.equal(new Set(dashes.slice(1)).size, 4, 'the lines differ without colour');
    await page.locator('#outcomes .plot').first().hover();
    await page.locator('.legend li', { hasText: /^at \d\d:\d\d/ }).waitFor();
  });

  sees('asks before it mitigates, and names the target and the effect', 'healthy', {}, async (page) => {
    const opener = page.getByRole('button', { name: 'Mitigate large' });
    await opener.click();
    const dialog = page.getByRole('dialog', { name: 'Mitigate large' });
    await dialog.waitFor();
    assert.match(await dialog.innerText(), /Starts no more calls at large\./);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    assert.ok(await opener.evaluate((one) => one === document.activeElement), 'the focus is back');
    assert.deepEqual(fixture.posted, []);

    await opener.click();
    await dialog.getByText('Max concurrency').click();
    assert.match(await dialog.innerText(), /Bounds the calls that each instance has open at large\./);
    await dialog.getByLabel('Calls open at a time').fill('0');
    await dialog.getByLabel('Reason').fill('vendor asks for less');
    await dialog.getByRole('button', { name: 'Bound large' }).click();
    assert.match(await dialog.innerText(), /Got '0', expected 1 to 1,000,000/);
    assert.match(await dialog.innerText(), /Say who you are/);
    assert.deepEqual(fixture.posted, []);
    await dialog.getByLabel('Calls open at a time').fill('20');
    await dialog.getByLabel('For how long').selectOption('1h');
    await dialog.getByLabel('Your name').fill('ada');
    fixture.refusal = { status: 503, error: 'llm.control cannot be written: got no leader, expected one within 10 s' };
    await dialog.getByRole('button', { name: 'Bound large to 20' }).click();
    await dialog.getByText('llm.control cannot be written').waitFor();
    assert.equal(await dialog.getByLabel('Reason').inputValue(), 'vendor asks for less', 'what was typed is still there');
    page.expected.push(/503/);
    await dialog.getByRole('button', { name: 'Bound large to 20' }).click();
    await dialog.waitFor({ state: 'detached' });
    assert.deepEqual(fixture.posted, [['/control', { command: 'max-concurrency', target: 'large', value: 20, for: '1h', reason: 'vendor asks for less', by: 'ada' }]]);
    await page.locator('#commands', { hasText: 'Max concurrency large: 20' }).waitFor();
    await page.locator('#toast', { hasText: 'Accepted' }).waitFor();
  });

  sees('gives every command, for one target and for all', 'outage', {}, async (page) => {
    const dialog = page.getByRole('dialog');
    const give = async (opener, choice, fill, confirm) => {
      await page.getByRole('button', { name: opener, exact: true }).click();
      if (choice) {
        await dialog.getByText(choice, { exact: true }).click();
      }
      await fill?.();
      await dialog.getByLabel('Your name').fill('grace');
      await dialog.getByRole('button', { name: confirm, exact: true }).click();
      await dialog.waitFor({ state: 'detached' });
      return fixture.posted.at(-1)[1];
    };
    assert.deepEqual(await give('Mitigate large', null, null, 'Pause large'), { command: 'pause', target: 'large', value: null, for: '30m', reason: P1, by: 'grace' });
    assert.deepEqual(await give('Resume small-eu', null, null, 'Resume small-eu'), { command: 'resume', target: 'small-eu', value: null, for: null, reason: 'inc-20261122-025900-slow', by: 'grace' });
    assert.deepEqual(
      await give('Act on all targets', 'Force fallback', () => dialog.getByLabel('For how long').selectOption('until it is lifted'), 'Fall back from all targets'),
      { command: 'force-fallback', target: '*', value: 'on', for: null, reason: P1, by: 'grace' },
    );
    assert.deepEqual(
      await give('Mitigate medium', 'Timeout', () => dialog.getByLabel('Time that a call may take').fill('90s'), 'Set the timeout of medium to 90s'),
      { command: 'timeout', target: 'medium', value: '90s', for: '30m', reason: P1, by: 'grace' },
    );
    assert.deepEqual(await give('Lift Timeout for all targets', null, null, 'Lift the timeout of all targets'), { command: 'timeout', target: '*', value: 'off', for: null, reason: P1, by: 'grace' });
  });

  sees('does what an incident advises, and lets it be copied', 'outage', {}, async (page) => {
    await page.getByRole('button', { name: 'Do this: Start no calls at large for a while.' }).click();
    const dialog = page.getByRole('dialog', { name: 'Pause large' });
    assert.equal(await dialog.getByLabel('For how long').inputValue(), '10m');
    assert.equal(await dialog.getByLabel('Reason').inputValue(), P1);
    await dialog.getByLabel('Your name').fill('ada');
    await dialog.getByRole('button', { name: 'Pause large' }).click();
    await dialog.waitFor({ state: 'detached' });
    assert.deepEqual(fixture.posted[0][1], { command: 'pause', target: 'large', value: null, for: '10m', reason: P1, by: 'ada' });
    const line = `alize control pause large --for 10m --reason ${P1}`;
    await page.getByRole('button', { name: `Copy the command ${line}` }).click();
    await page.locator('#toast', { hasText: 'Copied.' }).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), line);
  });

  sees('shows an incident with its timeline, and says what operators say', 'outage', { path: 'incidents' }, async (page) => {
    assert.match(await text(page, '#open'), /5xx Provider Failure[^]*investigating[^]*no, due in 9 min/);
    await page.getByRole('link', { name: 'mistral: 5xx Provider Failure' }).click();
    await page.locator('#timeline').waitFor();
    assert.ok(await page.locator('main h1').evaluate((one) => one === document.activeElement), 'the new view has the focus');
    assert.match(await text(page, '#timeline'), /opened[^]*breaker[^]*severity[^]*control[^]*by grace/);
    assert.match(await text(page, '#counts'), /Failed calls\s+4,790[^]*Failed: timeout\s+246/);
    const dialog = page.getByRole('dialog');
    for (const [name, action, words] of [
      ['Acknowledge', 'ack', ''],
      ['Assign', 'assign', 'grace'],
      ['Add a note', 'note', 'Their support has ticket 4711'],
      ['Mark as mitigating', 'mitigate', 'Fallback is on'],
      ['Set the cause', 'cause', 'Outage in a region'],
      ['Resolve', 'resolve', ''],
    ]) {
      await page.locator('.headline').getByRole('button', { name, exact: true }).click();
      await dialog.getByLabel(/^(Text|Who leads|What)/).fill(words);
      await dialog.getByLabel('Your name').fill('ada');
      await dialog.getByRole('button', { name, exact: true }).click();
      await dialog.waitFor({ state: 'detached' });
      assert.deepEqual(fixture.posted.at(-1), [`/api/incidents/${P1}`, { action, text: words, by: 'ada' }]);
    }
    await page.locator('#timeline', { hasText: 'Their support has ticket 4711' }).waitFor();
    await page.locator('.headline', { hasText: 'resolved' }).waitFor();
  });

  sees('says that an incident is not known', 'healthy', { path: 'incidents/inc-none' }, async (page) => {
    await page.getByText("No incident: got 'inc-none'").waitFor();
    page.expected.push(/404/);
  });

  sees('finds a request, and shows its life', 'healthy', { path: 'requests' }, async (page) => {
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByText('Give the id of a request.').waitFor();
    await page.getByLabel('Request id').fill('r 1/é&x');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'r 1/é&x' }).waitFor();
    assert.match(page.url(), /#\/requests\?id=r\+1%2F%C3%A9%26x$/);
    const steps = await page.locator('.life li').allInnerTexts();
    assert.equal(steps.length, 7);
    assert.match(steps[2], /\+30\.000 s\s+attempt\s*large\s*timeout/);
    assert.match(steps[6], /\+7 ms\s+response\s*medium\s*completed/);
    await page.getByLabel('Request id').fill('none-partly');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByText('Nothing was found so far.').waitFor();
    await page.getByText('The time was up before all of the trail was read').waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'r 1/é&x' }).waitFor();
  });

  sees('shows usage and cost', 'healthy', { path: 'usage' }, async (page) => {
    assert.equal(await page.locator('#hours tbody tr').count(), 24);
    assert.match(await text(page, '#by-target'), /large\s+\$159\.01/);
    assert.match(await text(page, '#by-tenant'), /acme\s+\$92\.31\s+300,000/);
  });

  sees('gives the role read nothing to press', 'outage', { role: 'read' }, async (page) => {
    await page.getByText('1,213 of 1,213').waitFor();
    const names = async () => (await page.getByRole('button').allInnerTexts()).filter((one) => !['Copy', 'Show UTC'].includes(one));
    assert.deepEqual(await names(), []);
    assert.match(await text(page, '.advice'), /alize control pause large/);
    assert.match(await text(page, '#foot'), /Role: read \(you can look, not act\)/);
    await page.getByRole('link', { name: 'Timeline and all steps' }).click();
    await page.locator('#timeline').waitFor();
    assert.deepEqual(await names(), []);
    assert.match(await text(page, '.headline'), /Your role is read: you can look, not act\./);
  });

  sees('lets nobody in without a token', 'outage', { tokens: { s3cret: 'mitigate' }, bare: true }, async (page) => {
    const input = page.getByRole('textbox', { name: 'Token' });
    await input.waitFor();
    assert.equal(await input.getAttribute('type'), 'password');
    assert.equal(await page.locator('nav').count(), 0);
    await input.fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByText('Wrong token').waitFor();
    page.expected.push(/401/);
    assert.equal(await input.getAttribute('aria-invalid'), 'true');
    await input.fill('s3cret');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('.pulse.live').waitFor();
    assert.match(await text(page, 'main h1'), /5xx Provider Failure/);
    const kept = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage, document.cookie, location.href]));
    assert.ok(!kept.includes('s3cret'), kept);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await input.waitFor();
    assert.equal(await input.inputValue(), '');
  });

  sees('says that the connection is lost, how old the data is, and goes on by itself', 'healthy', { clock: true }, async (page) => {
    fixture.broken = true;
    fixture.dropStreams();
    await page.locator('.lost', { hasText: 'Connection lost. What you see is not current.' }).waitFor();
    page.expected.push(/Failed to load resource|ERR_/);
    await page.clock.runFor(20_000);
    await page.locator('.pulse', { hasText: 'stale' }).waitFor();
    assert.match(await text(page, '.lost'), /Data of \d\d:\d\d:\d\d, \d\d s old\. Trying again/);
    assert.equal(await text(page, 'main h1'), 'All is well', 'what was known is still shown');
    fixture.broken = false;
    fixture.state.incidents = [];
    fixture.state.targets = fixture.state.targets.slice(0, 1);
    await page.getByRole('button', { name: 'Try now' }).click();
    await page.locator('.pulse.live').waitFor();
    await page.locator('.lost').waitFor({ state: 'detached' });
    await page.getByText('The target takes calls.').waitFor();
  });

  sees('marks data as stale after 10 s without news', 'healthy', { clock: true }, async (page) => {
    await page.clock.runFor(9_000);
    assert.equal(await page.locator('.lost').count(), 0);
    await page.clock.runFor(3_000);
    await page.locator('.lost', { hasText: 'No news for a while.' }).waitFor();
    fixture.send();
    await page.locator('.lost').waitFor({ state: 'detached' });
  });

  sees('asks for the token again when the session is over', 'healthy', { tokens: { s3cret: 'read' }, bare: true }, async (page) => {
    await page.getByRole('textbox', { name: 'Token' }).fill('s3cret');
    await page.keyboard.press('Enter');
    await page.locator('.pulse.live').waitFor();
    fixture.tokens = { other: 'read' };
    fixture.endSessions();
    fixture.dropStreams();
    await page.getByRole('textbox', { name: 'Token' }).waitFor();
    page.expected.push(/Failed to load resource|ERR_|401/);
  });

  sees('says when the books do not run or lag', 'healthy', {}, async (page) => {
    fixture.send({ books: { running: false, seconds_behind: null } });
    await page.getByRole('heading', { name: 'Nobody watches for incidents here' }).waitFor();
    await page.locator('#spent', { hasText: 'The books do not run on this instance' }).waitFor();
    fixture.send({ books: { running: true, seconds_behind: 95 } });
    await page.getByText('The books are 95 s behind').first().waitFor();
    fixture.send({ books: { running: true, seconds_behind: 1 } });
    await page.getByRole('heading', { name: 'All is well' }).waitFor();
  });

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
      await devtools.send('HeapProfiler.collectGarbage');
      const { metrics } = await devtools.send('Performance.getMetrics');
      const of = (name) => metrics.find((one) => one.name === name).value;
      return { nodes: of('Nodes'), listeners: of('JSEventListeners'), heap: of('JSHeapUsedSize') };
    };
    const feed = async (times) => {
      for (let i = 0; i < times; i += 1) {
        const waiting = { ...fixture.state.waiting, lag_requests: i };
        fixture.send({ targets: fixture.state.targets, outcomes: { ...fixture.state.outcomes }, usage: fixture.state.usage, waiting, incidents: fixture.state.incidents });
        await page.locator('#waiting', { hasText: `${i} request` }).waitFor();
      }
    };
    await feed(10);
    const was = await size();
    await feed(40);
    const is = await size();
    console.log(`memory after 10 and after 50 updates: ${JSON.stringify([was, is])}`);
    assert.ok(is.nodes <= was.nodes + 20, 'nodes');
    assert.ok(is.listeners <= was.listeners + 5, 'listeners');
    assert.ok(is.heap < was.heap + 1_000_000, 'heap');
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
