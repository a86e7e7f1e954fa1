/** How everything else stands: what waits, which commands are in force, what was used. */

import { h } from './dom.js';
import * as format from './format.js';
import { bar, button, moment, section, unread } from './parts.js';
import { doubt } from './headline.js';
import { actionText } from './words.js';
import { askCommand } from './dialogs.js';
import { lifting } from './control.js';
import { mayMitigate } from './store.js';

export function waiting(state) {
  const one = state.waiting ?? {};
  const soon = typeof one.deadline_seconds === 'number' && one.deadline_seconds < 30;
  return section(
    'waiting',
    'Waiting and open calls',
    { note: 'this instance' },
    h(
      'dl',
      { class: 'tiles' },
      tile('Open calls', format.count(one.open_calls), `of ${format.count(one.max_open_calls)}`, bar(one.open_calls, one.max_open_calls)),
      tile('Lag', format.counted(one.lag_requests, 'request'), `${format.compact(one.lag_tokens)} tokens`),
      tile('Nearest deadline', typeof one.deadline_seconds === 'number' ? (one.deadline_seconds <= 0 ? 'passed' : `in ${format.seconds(one.deadline_seconds)}`) : 'none', 'of the calls that wait', null, soon ? 'late' : ''),
      tile('Waiting for a call', format.count(one.waiting), `${format.count(one.delayed)} for their next attempt`),
      tile('Held back', format.count((one.held ?? 0) + (one.parked ?? 0)), `${format.count(one.held)} by order, ${format.count(one.parked)} by a policy`),
      tile('Memory of open calls', format.bytes(one.open_bytes), `of ${format.bytes(one.max_open_bytes)}`, bar(one.open_bytes, one.max_open_bytes)),
    ),
  );
}

function tile(name, value, more, extra, tone = '') {
  return h('div', { key: name, class: `tile ${tone}` }, h('dt', null, name), h('dd', null, h('b', null, value), h('span', { class: 'sub' }, more), extra ?? null));
}

export function commands(state) {
  const all = state.commands ?? [];
  return section(
    'commands',
    'Commands in force',
    { note: 'all instances' },
    all.length === 0
      ? h('p', { class: 'soft' }, 'None. What the configuration says counts.')
      : h(
          'ul',
          { class: 'commands' },
          all.map((one) =>
            h(
              'li',
              { key: `${one.action}/${one.target}` },
              h(
                'div',
                { class: 'grow' },
                h('b', null, `${actionText(one.action)} ${one.target ?? 'all targets'}`),
                one.value === null || one.value === undefined ? '' : `: ${value(one)}`,
                h('span', { class: 'sub' }, `by ${one.by} since `, moment(one.since), one.until ? [', ends ', moment(one.until)] : ', until it is lifted', one.reason ? `. ${one.reason}` : ''),
              ),
              mayMitigate()
                ? button('Lift', () => askCommand({ ...lifting(one.action, one.target), fixed: true }), { kind: 'small', label: `Lift ${actionText(one.action)} for ${one.target ?? 'all targets'}` })
                : null,
            ),
          ),
        ),
  );
}

const value = (one) => (one.action === 'timeout' ? format.seconds(Number(one.value) / 1000) : String(one.value));

export function spent(state) {
  const hours = state.usage?.hours ?? [];
  const last = hours.at(-1);
  const sum = (pick) => hours.reduce((all, hour) => all + Number(pick(hour) ?? 0), 0);
  const late = doubt(state);
  return section(
    'spent',
    'Usage',
    { note: state.usage === null ? 'all instances' : `${format.lastHours(hours.length)}, all instances`, aside: h('a', { class: 'button small', href: '#/usage' }, 'By target and tenant') },
    late ? h('p', { class: 'warning' }, late) : null,
    state.usage === null
      ? unread('usage')
      : h(
          'dl',
          { class: 'tiles wide' },
          tile('Cost this hour', last ? format.usd(last.cost_usd) : 'unknown', last ? `since ${format.minute(last.at)}` : ''),
          tile('Cost in all', format.usd(sum((hour) => hour.cost_usd)), format.lastHours(hours.length)),
          tile('Tokens of prompts', format.compact(sum((hour) => hour.prompt_tokens)), 'sent'),
          tile('Tokens of answers', format.compact(sum((hour) => hour.completion_tokens)), 'received'),
          tile('Calls', format.compact(sum((hour) => hour.attempts)), `${format.count(sum((hour) => hour.failures))} failed`),
        ),
  );
}
