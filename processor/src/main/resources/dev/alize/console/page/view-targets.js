/** The targets: which take calls, why others do not, and what is left of their quota. */

import { h } from './dom.js';
import * as format from './format.js';
import { bar, button, chip, moment, section, table } from './parts.js';
import { breakerText, plain, whyText } from './words.js';
import { askCommand } from './dialogs.js';
import { pauseOf } from './control.js';
import { mayMitigate } from './store.js';
import { held } from './order.js';

const FEW = 8;
const MOST_IN_TROUBLE = 20;
const ui = { all: false };

const rank = (one) => (!one.takes_calls || one.status === 'unhealthy' ? 0 : one.status === 'healthy' ? 2 : 1);

/** @param {() => void} again draws the page again */
export function targets(state, again) {
  const all = state.targets ?? [];
  const sorted = held('targets', all, (one) => one.id, rank);
  const bad = sorted.filter((one) => rank(one) < 2).length;
  const few = Math.max(FEW, Math.min(bad, MOST_IN_TROUBLE));
  const shown = ui.all ? sorted : sorted.slice(0, few);
  const groups = new Map((state.quotas ?? []).map((one) => [one.group, one]));
  const allPaused = pauseOf(state.commands, null) !== undefined;
  const columns = ['Target', 'Takes calls', 'Breaker', 'Open calls', 'Latency', 'Errors in 5 min', 'Quota used'].map((name) => ({ name }));
  if (mayMitigate()) {
    columns.push({ name: 'Act', class: 'act' });
  }
  return section(
    'targets',
    'Targets',
    {
      note: `${format.counted(all.length, 'target')}${bad > 0 ? `, ${format.count(bad)} not healthy` : ''}, as this instance sees them`,
      aside: mayMitigate() && all.length > 0 ? button('Act on all targets', () => askCommand({ target: '*', command: allPaused ? 'resume' : 'pause' }), { kind: 'small' }) : null,
    },
    all.length === 0
      ? h('p', { class: 'soft' }, 'No target is known yet.')
      : table(
          'Targets, those in trouble first',
          columns,
          shown.map((one) => ({ key: one.id, class: rank(one) < 2 ? 'trouble' : '', cells: targetCells(one, groups.get(one.group), state) })),
          { name: 'targets' },
        ),
    sorted.length > few
      ? button(
          ui.all ? `Show ${few} only` : `Show all ${format.count(sorted.length)} targets`,
          () => {
            ui.all = !ui.all;
            again();
          },
          { kind: 'small', expanded: String(ui.all) },
        )
      : null,
  );
}

function targetCells(one, quota, state) {
  const paused = pauseOf(state.commands, one.id);
  const cells = [
    [h('span', { class: 'name' }, one.id), h('span', { class: 'sub' }, [one.provider, one.model].filter(Boolean).join(', '))],
    [
      one.takes_calls
        ? chip(one.status === 'healthy' ? 'good' : 'warn', one.status === 'healthy' ? 'yes' : `yes, ${plain(one.status)}`)
        : chip('bad', 'no'),
      one.takes_calls ? null : h('span', { class: 'sub why' }, one.why === 'paused' && paused ? pausedBy(paused) : whyText(one.why)),
    ],
    h('span', { class: one.breaker === 'closed' ? '' : 'strong' }, breakerText(one.breaker)),
    one.max_concurrency
      ? [
          `${format.count(one.open_calls)} of ${format.count(one.max_concurrency)}`,
          bar(one.open_calls, one.max_concurrency, one.open_calls >= one.max_concurrency ? 'full' : ''),
        ]
      : format.count(one.open_calls),
    latency(one),
    errors(one),
    quota ? quotaCell(quota) : h('span', { class: 'soft' }, 'no limits known'),
  ];
  if (mayMitigate()) {
    cells.push(
      h(
        'span',
        { class: 'acts' },
        paused?.target === one.id
          ? button('Resume', () => askCommand({ command: 'resume', target: one.id, fixed: true }), { kind: 'small', label: `Resume ${one.id}`, key: 'resume' })
          : null,
        button('Mitigate', () => askCommand({ target: one.id, command: paused ? 'resume' : 'pause' }), { kind: 'small', label: `Mitigate ${one.id}`, key: 'mitigate' }),
      ),
    );
  }
  return cells;
}

function pausedBy(command) {
  return [`Paused by ${command.by}`, command.until ? [' until ', moment(command.until)] : null, command.reason ? `: ${command.reason}` : '', '.'];
}

function latency(one) {
  if (!one.last_outcome && typeof one.latency_p50_seconds !== 'number') {
    return h('span', { class: 'soft' }, 'no calls yet');
  }
  if (typeof one.latency_p50_seconds !== 'number' && !one.latency_seconds) {
    return h('span', { class: 'soft' }, 'no answer yet');
  }
  if (typeof one.latency_p50_seconds !== 'number') {
    return [format.seconds(one.latency_seconds), h('span', { class: 'sub' }, `last call ${format.span((one.seconds_since_last_outcome ?? 0) * 1000)} ago`)];
  }
  return [
    format.seconds(one.latency_p50_seconds),
    h('span', { class: 'sub' }, typeof one.latency_p95_seconds === 'number' ? `95 % within ${format.seconds(one.latency_p95_seconds)}` : 'median'),
  ];
}

function errors(one) {
  const kinds = Object.entries(one.errors_5m ?? {}).sort((a, b) => b[1] - a[1]);
  const sum = kinds.reduce((all, [, n]) => all + n, 0);
  if (sum === 0) {
    return one.attempts_5m > 0 ? ['none', h('span', { class: 'sub' }, `of ${format.counted(one.attempts_5m, 'call')}`)] : h('span', { class: 'soft' }, 'no calls');
  }
  const most = kinds.slice(0, 2).map(([kind, n]) => `${plain(kind)} ${format.count(n)}`);
  const rest = kinds.length - 2;
  return [
    h('span', { class: 'strong' }, `${format.count(sum)}, ${format.percent(sum, one.attempts_5m)}`),
    h('span', { class: 'sub' }, most.join(', '), rest > 0 ? `, ${format.counted(rest, 'more kind')}` : ''),
  ];
}

function quotaCell(quota) {
  if (quota.stopped) {
    return chip('bad', 'no quota at all');
  }
  const [tightest, ...others] = [...(quota.windows ?? [])].sort((a, b) => b.used / b.limit - a.used / a.limit);
  return [
    tightest
      ? h(
          'span',
          { key: 'tightest' },
          `${format.compact(tightest.used)} of ${format.compact(tightest.limit)} ${plain(tightest.kind)}`,
          bar(tightest.used, tightest.limit, tightest.used >= tightest.limit * 0.95 ? 'full' : ''),
          h('span', { class: 'sub' }, `${left(tightest)} left in ${window(tightest.seconds)}`),
        )
      : null,
    others.slice(0, 1).map((one) => h('span', { key: 'other', class: 'sub' }, `${plain(one.kind)}: ${format.compact(one.used)} of ${format.compact(one.limit)}, ${left(one)} left in ${window(one.seconds)}`)),
    others.length > 1 ? h('span', { key: 'more', class: 'sub' }, `and ${format.counted(others.length - 1, 'more limit')}`) : null,
    quota.paused_seconds > 0 ? h('span', { key: 'paused', class: 'sub why' }, `after a 429 no call for ${format.seconds(quota.paused_seconds)}`) : null,
    quota.share < 0.995 ? h('span', { key: 'share', class: 'sub' }, `this instance may use ${format.percent(quota.share, 1)}`) : null,
  ];
}

const left = (one) => format.compact(Math.max(0, one.limit - one.used));
const window = (seconds) => (seconds >= 120 ? format.span(seconds * 1000) : format.seconds(seconds));
