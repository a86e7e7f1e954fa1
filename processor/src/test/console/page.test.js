/** What the page shows and does, against a server that speaks the console's interface and has the scenarios' data. */

import { describe } from 'node:test';
import assert from 'node:assert/strict';
import { go, MISSING } from './browser.js';
import { P1, stage, text } from './stage.js';

describe('the page', { skip: MISSING, timeout: 180_000 }, () => {
  const { fixture, sees } = stage();

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
    assert.match(top, /No request completes; 1,985 wait\. Down for everyone\./);
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
    const areas = await page.locator('#outcomes canvas').evaluateAll((all) => all.map((one) => Chart.getChart(one).chartArea).map(({ left, right }) => [left, right]));
    assert.deepEqual(areas[0], areas[1], 'one axis of time');
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
    await page.locator('.advice li', { hasText: 'Start no calls' }).getByText('in force').waitFor();
    const line = `alize control pause large --for 10m --reason ${P1}`;
    await page.getByRole('button', { name: `Copy the command ${line}` }).click();
    await page.locator('#toast', { hasText: 'Copied.' }).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), line);
  });

  sees('resumes all targets where the pause is one of all', 'healthy', {}, async (page) => {
    const pause = (target) => ({ action: 'pause', target, value: null, since: Date.now(), until: null, by: 'ada', reason: 'drill' });
    fixture.send({ commands: [pause(null)] });
    await page.locator('#commands', { hasText: 'Pause all targets' }).waitFor();
    assert.equal(await page.getByRole('button', { name: /^Resume/ }).count(), 0);
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Mitigate large' }).click();
    await dialog.getByText('Not large alone is paused: the pause is one of all targets, and is lifted for all.').waitFor();
    assert.match(await dialog.innerText(), /Lifts the pause of all targets: calls start again at once\./);
    await dialog.getByLabel('Your name').fill('ada');
    await dialog.getByRole('button', { name: 'Resume all targets' }).click();
    await dialog.waitFor({ state: 'detached' });
    assert.deepEqual(fixture.posted.map(([, body]) => [body.command, body.target]), [['resume', '*']]);
    await page.locator('#commands', { hasText: 'None.' }).waitFor();

    fixture.send({ commands: [pause('large'), pause(null)] });
    await page.getByRole('button', { name: 'Resume large' }).click();
    await dialog.getByText('All targets are paused, too: large takes no calls until that is lifted as well.').waitFor();
    await dialog.getByRole('button', { name: 'Resume large' }).click();
    await dialog.waitFor({ state: 'detached' });
    assert.deepEqual(fixture.posted.at(-1)[1].target, 'large');
    await page.getByRole('button', { name: 'Act on all targets' }).click();
    await dialog.getByRole('button', { name: 'Resume all targets' }).waitFor();
  });

  sees('tells a step that is in force from one with another value', 'outage', {}, async (page) => {
    const steps = [
      ['Bound it.', 'alize control max-concurrency large 3'],
      ['Wait longer.', 'alize control timeout large 90s'],
      ['Go back.', 'alize control force-fallback off large'],
    ];
    const { incidents } = fixture.state;
    fixture.incident(P1).advice = steps.map(([text, command]) => ({ text, command }));
    const command = (action, value) => ({ action, target: 'large', value, since: Date.now(), until: null, by: 'ada', reason: 'drill' });
    fixture.send({
      incidents: incidents.map((one) => ({ ...one, revision: one.revision + 1 })),
      commands: [command('max_concurrency', 50), command('timeout', 90_000), command('force_fallback', null)],
    });
    await go(page, `incidents/${P1}`);
    const step = (words) => page.locator('#steps li', { hasText: words });
    await step('Wait longer.').getByText('in force').waitFor();
    await step('Bound it.').getByRole('button', { name: 'Do this' }).waitFor();
    await step('Go back.').getByRole('button', { name: 'Do this' }).waitFor();
    fixture.send({ commands: [command('max_concurrency', 3), command('timeout', 9_000)] });
    await step('Bound it.').getByText('in force').waitFor();
    await step('Wait longer.').getByRole('button', { name: 'Do this' }).waitFor();
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
    await page.getByText('This may not be all').waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'r 1/é&x' }).waitFor();
    assert.equal(await page.getByLabel('Request id').inputValue(), 'r 1/é&x', 'the form goes back, too');
    for (const [id, words] of [['partly-time', 'The time was up before all of the trail was read'], ['partly-events', 'There are more events than are shown'], ['partly-moon', 'This may not be all']]) {
      await page.getByLabel('Request id').fill(id);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: id }).waitFor();
      await page.getByText(words).waitFor();
      assert.equal(await page.evaluate(() => document.activeElement.id), 'search-id', 'the focus stays where it was');
    }
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

  sees('says why it gets no news where the server refuses it', 'healthy', { clock: true }, async (page) => {
    fixture.full = { status: 503, error: 'Too many open pages: got 65, expected at most 64' };
    fixture.dropStreams();
    page.expected.push(/Failed to load resource|ERR_/);
    await page.locator('.lost', { hasText: 'Connection lost.' }).waitFor();
    await page.clock.runFor(2_000);
    await page.locator('.lost', { hasText: 'The console gives no news: Too many open pages: got 65, expected at most 64. What you see is not current.' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'The console refuses' }).waitFor();
    await page.locator('main').getByText('Too many open pages').waitFor();
    fixture.full = null;
    await page.getByRole('button', { name: 'Try now' }).click();
    await page.getByRole('heading', { name: 'All is well' }).waitFor();
    await page.locator('.lost').waitFor({ state: 'detached' });
  });

  sees('says that a command without an answer may still be written', 'outage', {}, async (page) => {
    await page.evaluate(() => {
      window.limits = [];
      AbortSignal.timeout = (ms) => {
        window.limits.push(ms);
        return AbortSignal.abort();
      };
    });
    fixture.silent = true;
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Mitigate large' }).click();
    await dialog.getByLabel('Your name').fill('ada');
    await dialog.getByRole('button', { name: 'Pause large' }).click();
    await dialog.getByText('The console gave no answer within 30 s. It may still be written: look at Commands in force before you send it again.').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    await dialog.getByLabel('Your name').fill('ada');
    await dialog.getByRole('button', { name: 'Acknowledge' }).click();
    await dialog.getByText('It may still be written: look at the timeline before you send it again.').waitFor();
    assert.deepEqual((await page.evaluate(() => window.limits)).filter((ms) => ms > 15_000), [30_000, 30_000]);
  });

  sees('marks data as stale after 10 s without news', 'healthy', { clock: true }, async (page) => {
    await page.clock.runFor(9_000);
    assert.equal(await page.locator('.lost').count(), 0);
    await page.clock.runFor(3_000);
    await page.locator('.lost', { hasText: 'No news for a while.' }).waitFor();
    fixture.send();
    await page.locator('.lost').waitFor({ state: 'detached' });
  });

  sees('says when it cannot show the data, and goes on when it can', 'healthy', {}, async (page) => {
    fixture.send({ targets: [null], quotas: null, waiting: null, usage: null, outcomes: null, commands: null });
    await page.getByRole('heading', { name: 'The page cannot show this data' }).waitFor();
    page.expected.push(/TypeError/);
    fixture.send({ targets: [], incidents: null });
    await page.getByText('No target is known yet.').waitFor();
    fixture.send({ incidents: [{ id: 'x', severity: 'P9', status: 'new', title: 'Odd', cause: 'moon', began_at: 1e300, opened_at: null }] });
    await page.getByRole('heading', { name: 'P9' }).waitFor();
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

  sees('reads everything again after a session that ended meanwhile', 'outage', { tokens: { s3cret: 'mitigate' }, bare: true }, async (page) => {
    const enter = async () => {
      await page.getByRole('textbox', { name: 'Token' }).fill('s3cret');
      await page.keyboard.press('Enter');
      await page.locator('.pulse.live').waitFor();
    };
    await enter();
    await page.getByText('1,213 of 1,213').waitFor();
    fixture.endSessions();
    page.expected.push(/401/);
    await go(page, `incidents/${fixture.state.incidents[1].id}`, 'This console needs a token');
    await enter();
    await page.locator('#timeline').waitFor();
    await go(page, `incidents/${P1}`);
  });

  sees('does not miss a connection after signing out', 'healthy', { tokens: { s3cret: 'read' }, bare: true, clock: true }, async (page) => {
    await page.getByRole('textbox', { name: 'Token' }).fill('s3cret');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('textbox', { name: 'Token' }).waitFor();
    await page.clock.runFor(60_000);
    assert.equal(await page.locator('.lost').count(), 0);
    await page.getByRole('textbox', { name: 'Token' }).fill('s3cret');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'All is well' }).waitFor();
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

  sees('does not say that all is well before it has read anything, or while Kafka is silent', 'healthy', {}, async (page) => {
    const { incidents, outcomes, usage } = fixture.state;
    fixture.send({ feed: { ready: false, seconds_since_heard: null }, incidents: null, outcomes: null, usage: null });
    await page.getByRole('heading', { name: 'Reading incidents ...' }).waitFor();
    assert.equal(await text(page, '#live'), 'Reading incidents ...');
    assert.match(await text(page, '#outcomes'), /Reading outcomes \.\.\./);
    assert.match(await text(page, '#spent'), /Reading usage \.\.\./);
    await go(page, 'usage', 'Reading usage ...');
    await go(page, 'incidents', 'Reading incidents ...');
    assert.equal(await page.getByText('None is open.').count(), 0);
    await go(page, '');
    fixture.send({ feed: { ready: false, seconds_since_heard: 42.3 } });
    await page.getByRole('heading', { name: 'Kafka has not answered for 42 s: incidents have not been read yet' }).waitFor();

    fixture.send({ feed: { ready: true, seconds_since_heard: 1.2 }, incidents, outcomes, usage });
    await page.getByRole('heading', { name: 'All is well' }).waitFor();
    assert.equal(await page.locator('#outcomes canvas').count(), 2);
    fixture.send({ feed: { ready: true, seconds_since_heard: 15.9 } });
    await page.getByRole('heading', { name: 'Kafka has not answered for 15 s: incidents and usage are as of then' }).waitFor();
    assert.equal(await text(page, '#live'), 'Kafka does not answer: incidents and usage are as of then', 'nothing new to say with each second');
    assert.match(await text(page, '#spent'), /Kafka has not answered for 15 s/);
    fixture.send({ incidents: [{ ...incidents[0], status: 'investigating', resolved_at: null }] });
    await page.locator('.looks', { hasText: 'Kafka has not answered for 15 s: incidents and usage are as of then.' }).waitFor();
    assert.match(await text(page, 'main h1'), /P2/);
  });
});
