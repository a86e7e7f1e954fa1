/** What was used and what it cost, by hour, target and tenant. */

import { h } from './dom.js';
import * as format from './format.js';
import { bar, section, table, unread } from './parts.js';
import { doubt } from './headline.js';
import { OUTCOMES } from './words.js';
import { store } from './store.js';

export const title = () => 'Usage';

const number = (name) => ({ name, class: 'number' });

export function view() {
  const known = store.state.usage !== null;
  const usage = store.state.usage ?? {};
  const late = doubt(store.state);
  return h(
    'div',
    { key: 'usage' },
    h('h1', { key: 'h', tabindex: '-1' }, 'Usage and cost'),
    late ? h('p', { key: 'late', class: 'warning' }, late) : null,
    h('p', { key: 'p', class: 'soft' }, 'Of all instances. For other times and as files: alize usage.'),
    known
      ? [h('div', { key: 'pair', class: 'pair' }, targets(usage.targets ?? []), tenants(usage.tenants ?? [], usage.partial)), hours(usage.hours ?? [])]
      : unread('usage'),
  );
}

function spanOf() {
  return format.lastHours(store.state.usage?.hours?.length ?? 0);
}

function cost(amount, most) {
  return [format.usd(amount), bar(Number(amount), most)];
}

const most = (rows) => Math.max(0, ...rows.map((one) => Number(one.cost_usd) || 0));

function hours(rows) {
  const highest = most(rows);
  const other = (one) => OUTCOMES.slice(1).reduce((all, name) => all + (one.requests?.[name] ?? 0), 0);
  return section(
    'hours',
    'By hour',
    { note: format.zoneName() },
    rows.length === 0
      ? nothing()
      : table(
          'Usage by hour, the latest first',
          [{ name: 'Hour' }, number('Cost'), number('Completed'), number('Not completed'), number('Calls'), number('Failed calls'), number('Prompt tokens'), number('Answer tokens')],
          [...rows].reverse().map((one) => ({
            key: String(one.at),
            cells: [
              h('time', { datetime: new Date(one.at).toISOString(), title: format.utc(one.at) }, `${format.day(one.at)}, ${format.minute(one.at)}`),
              cost(one.cost_usd, highest),
              format.count(one.requests?.completed ?? 0),
              format.count(other(one)),
              format.count(one.attempts),
              format.count(one.failures),
              format.count(one.prompt_tokens),
              format.count(one.completion_tokens),
            ],
          })),
          { name: 'figures' },
        ),
  );
}

function targets(rows) {
  const highest = most(rows);
  return section(
    'by-target',
    'By target',
    { note: spanOf() },
    rows.length === 0
      ? nothing()
      : table(
          'Usage by target, the dearest first',
          [{ name: 'Target' }, number('Cost'), number('Calls'), number('Failed calls'), number('Prompt tokens'), number('Answer tokens')],
          dearest(rows).map((one) => ({
            key: one.target,
            cells: [one.target, cost(one.cost_usd, highest), format.count(one.attempts), format.count(one.failures), format.count(one.prompt_tokens), format.count(one.completion_tokens)],
          })),
          { name: 'figures' },
        ),
  );
}

function tenants(rows, partial) {
  const highest = most(rows);
  return section(
    'by-tenant',
    'By tenant',
    { note: partial ? 'the 20 that cost most of those that are followed; there are more' : 'the 20 that cost most' },
    rows.length === 0
      ? nothing()
      : table(
          'Usage by tenant, the dearest first',
          [{ name: 'Tenant' }, number('Cost'), number('Requests')],
          dearest(rows).map((one) => ({ key: one.tenant, cells: [one.tenant, cost(one.cost_usd, highest), format.count(one.requests)] })),
          { name: 'figures few' },
        ),
  );
}

const dearest = (rows) => [...rows].sort((a, b) => Number(b.cost_usd) - Number(a.cost_usd));

const nothing = () => h('p', { class: 'soft' }, 'Nothing was used in these hours.');
