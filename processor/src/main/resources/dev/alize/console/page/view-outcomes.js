/** Requests by outcome over the last hour: two charts with one time axis, and the same as a table. */

import { h } from './dom.js';
import * as format from './format.js';
import { lines, LOOKS } from './chart.js';
import { section, table, unread } from './parts.js';
import { OUTCOMES } from './words.js';
import { now, store } from './store.js';

const ROWS_EVERY = 300;
const good = lines();
const bad = lines();
const made = { from: null, data: null };
let cursor = null;

export function requestsChart(state, again) {
  if (state.outcomes === null) {
    return section('outcomes', 'Requests by outcome', {}, unread('outcomes'));
  }
  const data = columns(state.outcomes);
  const onCursor = (index) => {
    if (index !== cursor) {
      cursor = index;
      again();
    }
  };
  const bands = merged((state.incidents ?? []).map((one) => [one.began_at / 1000, (one.resolved_at ?? now()) / 1000]));
  const zone = format.zoneName();
  const totals = OUTCOMES.map((_, i) => data[i + 1].reduce((all, n) => all + n, 0));
  const words = `In the last hour: ${OUTCOMES.map((name, i) => `${format.count(totals[i])} ${name}`).join(', ')}.`;
  return section(
    'outcomes',
    'Requests by outcome',
    { note: `answers in each ${state.outcomes?.step_seconds ?? 10} s of the last hour, all instances` },
    h(
      'figure',
      null,
      legend(data, totals),
      h('div', { key: 'good', class: 'plot', role: 'img', 'aria-label': `Completed requests over time. ${words}`, island: good, with: { series: ['completed'], data: made.good, bands, height: 130, plain: true, onCursor, zone } }),
      h('div', { key: 'bad', class: 'plot', role: 'img', 'aria-label': 'Requests that were not completed, over time', island: bad, with: { series: OUTCOMES.slice(1), data: made.bad, bands, height: 150, onCursor, zone } }),
      h('figcaption', { class: 'soft' }, bands.some(([, to]) => to > (data[0][0] ?? 0)) ? `${words} Shaded: the time of incidents.` : words),
    ),
    h('details', { key: 'table' }, h('summary', null, 'As a table'), asTable(data)),
  );
}

/** Spans of time without overlaps. */
function merged(spans) {
  const all = [];
  for (const [from, to] of spans.sort((a, b) => a[0] - b[0])) {
    const last = all.at(-1);
    if (last && from <= last[1]) {
      last[1] = Math.max(last[1], to);
    } else {
      all.push([from, to]);
    }
  }
  return all;
}

/** Seconds, then the counts of each outcome; without the step that still goes on. Made anew only when they change. */
function columns(outcomes) {
  if (made.from === outcomes && made.data) {
    return made.data;
  }
  const step = outcomes?.step_seconds ?? 10;
  const from = (outcomes?.from ?? 0) / 1000;
  const length = Math.max(0, ...OUTCOMES.map((name) => outcomes?.series?.[name]?.length ?? 0));
  const whole = Math.min(length, Math.max(0, Math.floor((store.state.at / 1000 - from) / step)));
  const times = Array.from({ length: whole }, (_, i) => from + i * step);
  made.data = [times, ...OUTCOMES.map((name) => times.map((_, i) => outcomes.series[name]?.[i] ?? 0))];
  made.good = [times, made.data[1]];
  made.bad = [times, ...made.data.slice(2)];
  made.from = outcomes;
  return made.data;
}

function legend(data, totals) {
  const at = cursor !== null && cursor < data[0].length ? cursor : null;
  return h(
    'ul',
    { key: 'legend', class: 'legend', 'aria-hidden': 'true' },
    OUTCOMES.map((name, i) =>
      h('li', { key: name }, swatch(name), `${name} `, h('b', null, format.count(at === null ? totals[i] : data[i + 1][at]))),
    ),
    h('li', { key: 'at', class: 'soft' }, at === null ? 'in the last hour' : `at ${format.clock(data[0][at] * 1000, now())}`),
  );
}

function swatch(name) {
  const look = LOOKS[name];
  return h(
    'svg',
    { width: 26, height: 10, viewBox: '0 0 26 10', 'aria-hidden': 'true', class: `swatch ${name}` },
    h('line', { x1: 0, y1: 5, x2: 26, y2: 5, 'stroke-width': look.fill ? 6 : 2.5, 'stroke-dasharray': look.dash.length > 0 ? look.dash.join(' ') : null }),
  );
}

function asTable(data) {
  const rows = [];
  let row = null;
  data[0].forEach((at, i) => {
    const start = Math.floor(at / ROWS_EVERY) * ROWS_EVERY;
    if (row?.start !== start) {
      row = { start, sums: OUTCOMES.map(() => 0) };
      rows.push(row);
    }
    row.sums.forEach((_, k) => (row.sums[k] += data[k + 1][i]));
  });
  return table(
    'Requests by outcome, in steps of 5 minutes',
    [{ name: 'From' }, ...OUTCOMES.map((name) => ({ name, class: 'number' }))],
    rows.map((one) => ({ key: String(one.start), cells: [format.minute(one.start * 1000), ...one.sums.map(format.count)] })),
    { name: 'small' },
  );
}
