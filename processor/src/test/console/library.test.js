/** What the page takes from others. */

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const here = (path) => new URL(path, import.meta.url);

test('the chart library is what its pinned npm package holds', () => {
  const dist = dirname(createRequire(import.meta.url).resolve('uplot/dist/uPlot.iife.min.js'));
  for (const [ours, theirs] of [
    ['uPlot.iife.min.js', 'uPlot.iife.min.js'],
    ['uPlot.min.css', 'uPlot.min.css'],
    ['uPlot.LICENSE.txt', '../LICENSE'],
  ]) {
    const served = readFileSync(here(`../../main/resources/dev/alize/console/page/lib/${ours}`));
    assert.ok(served.equals(readFileSync(join(dist, theirs))), ours);
  }
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
