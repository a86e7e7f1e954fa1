/** What the page takes from others. */

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const SERVER = process.env.ALIZE_CONSOLE_URL;
const here = (path) => new URL(path, import.meta.url);

test('a server of ours serves the chart library of the pinned npm package', { skip: SERVER ? false : 'ALIZE_CONSOLE_URL is not set' }, async () => {
  const served = await fetch(new URL('/assets/lib/chart.js', SERVER));
  assert.equal(served.status, 200);
  assert.ok(Buffer.from(await served.arrayBuffer()).equals(readFileSync(here('node_modules/chart.js/dist/chart.umd.min.js'))));
});

test('the lock file pins every package and names no host', () => {
  const lock = JSON.parse(readFileSync(here('package-lock.json'), 'utf8'));
  for (const [name, entry] of Object.entries(lock.packages)) {
    if (name !== '') {
      assert.match(entry.integrity, /^sha512-/, name);
      assert.equal(entry.resolved ?? '', '', name);
    }
  }
});
