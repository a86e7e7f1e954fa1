/** What the tests against the fixture share: one Chromium, one fixture, and a page for each test. */

import { after, before, test } from 'node:test';
import { close, launch, open } from './browser.js';
import { Fixture } from './fixture.js';

/** Of the outage that the scenarios tell. */
export const P1 = 'inc-20261122-031500-server';

/** The addresses of all views. */
export const VIEWS = ['', 'incidents', `incidents/${P1}`, 'requests?id=r-1', 'usage'];

export const text = (page, place) => page.locator(place).innerText();

/** To be called within a `describe`: starts both before its tests, and stops them after. */
export function stage() {
  const fixture = new Fixture();
  let browser;
  let base;

  before(async () => {
    [browser, base] = await Promise.all([launch(), fixture.start()]);
  });

  after(async () => {
    await browser?.close();
    await fixture.stop();
  });

  /**
   * A test with a page, which is closed at its end, and then must not have done what it must not do.
   *
   * @param {object} how as for `open`; role and tokens are those of the fixture
   */
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
        failure.message += page.wrong.length > 0 ? `\nin the page: ${page.wrong.join('\n')}` : '';
        await page.context().close();
        throw failure;
      }
      await close(page);
    });
  return { fixture, sees };
}
