/** The first view: what is wrong and what to do, then how everything stands. */

import { h } from './dom.js';
import * as format from './format.js';
import { button, fact, moment, severity, since } from './parts.js';
import { about, acknowledgement, headline, names } from './headline.js';
import { plain, reachText } from './words.js';
import { askIncident } from './dialogs.js';
import { mayMitigate, now, readIncident, store } from './store.js';
import { advice } from './advice.js';
import { requestsChart } from './view-outcomes.js';
import { commands, spent, waiting } from './view-standing.js';
import { targets } from './view-targets.js';

const MORE_INCIDENTS = 4;
const STEPS = 2;
const RECENT = 20_000;

export const title = () => headline(store.state).spoken;

export function view(again) {
  const state = store.state;
  return h(
    'div',
    { key: 'now', class: 'now' },
    top(state),
    targets(state, again),
    h('div', { key: 'pair', class: 'pair' }, requestsChart(state, again), h('div', { class: 'stack' }, waiting(state), commands(state))),
    spent(state),
  );
}

/** The headline, and below it the incidents that are open. */
function top(state) {
  const said = headline(state);
  const [worst, ...others] = said.incidents;
  return h(
    'section',
    { key: 'top', class: `headline ${said.level}`, 'aria-labelledby': 'headline' },
    worst
      ? urgent(worst, said)
      : [
          h('h1', { key: 'h', id: 'headline', tabindex: '-1' }, said.text),
          said.level === 'well' ? h('p', { key: 'p', class: 'soft' }, numbers(state)) : null,
        ],
    others.length > 0 ? further(others) : null,
    said.looks.length > 0
      ? h(
          'ul',
          { key: 'looks', class: 'looks', 'aria-label': worst ? 'Also not as usual' : 'Not as usual' },
          said.looks.map((text) => h('li', { key: text }, text)),
        )
      : null,
  );
}

function numbers(state) {
  const targets = state.targets ?? [];
  const calls = targets.length === 1 ? 'The target takes calls.' : `${targets.length === 2 ? 'Both' : `All ${format.count(targets.length)}`} targets take calls.`;
  if (!state.outcomes) {
    return calls;
  }
  const last = lastMinutes(state.outcomes, 5);
  return `${calls} In the last 5 minutes ${format.counted(last.completed, 'request')} completed, ${format.count(last.failed + last.expired)} failed or expired.`;
}

function lastMinutes(outcomes, minutes) {
  const steps = Math.ceil((minutes * 60) / (outcomes?.step_seconds ?? 10));
  const sum = (name) => (outcomes?.series?.[name] ?? []).slice(-steps).reduce((a, b) => a + b, 0);
  return { completed: sum('completed'), failed: sum('failed'), expired: sum('expired'), blocked: sum('blocked'), cancelled: sum('cancelled') };
}

function urgent(incident, said) {
  readIncident(incident.id, RECENT, incident.revision);
  const whole = store.incidents.get(incident.id)?.incident;
  const ack = acknowledgement({ ...incident, acked_by: whole?.acked_by }, now());
  const path = `#/incidents/${encodeURIComponent(incident.id)}`;
  const steps = whole?.advice?.length > 0;
  return [
    h(
      'h1',
      { key: 'h', id: 'headline', tabindex: '-1' },
      severity(incident.severity, true),
      ` ${incident.title}`,
      said.incidents.length > 1 ? h('span', { class: 'soft' }, ` and ${format.counted(said.incidents.length - 1, 'more open incident')}`) : null,
    ),
    h(
      'div',
      { key: 'urgent', class: steps ? 'urgent two' : 'urgent' },
      h(
        'div',
        null,
        h('p', { class: 'about' }, whole?.summary ? `${whole.summary} ${reachText(incident.reach)}.` : about(incident)),
        h(
          'dl',
          { class: 'facts' },
          fact('Since', since(incident.began_at)),
          fact('Status', plain(incident.status)),
          fact('Acknowledged', h('span', { class: `ack ${ack.tone}` }, ack.text)),
          fact('Leads', incident.ic ?? 'nobody yet'),
        ),
        h(
          'div',
          { class: 'buttons' },
          mayMitigate() && !incident.acked ? button('Acknowledge', () => askIncident(incident, 'ack'), { kind: 'main', key: 'ack' }) : null,
          mayMitigate() && !incident.ic ? button('Assign', () => askIncident(incident, 'assign'), { key: 'assign' }) : null,
          h('a', { key: 'open', class: 'button', href: path }, 'Timeline and all steps'),
        ),
      ),
      steps ? advice(whole, STEPS, 'What to do') : null,
    ),
  ];
}

function further(incidents) {
  return h(
    'ul',
    { key: 'further', class: 'further', 'aria-label': 'More open incidents' },
    incidents.slice(0, MORE_INCIDENTS).map((one) =>
      h(
        'li',
        { key: one.id },
        severity(one.severity),
        h('a', { href: `#/incidents/${encodeURIComponent(one.id)}` }, one.title),
        h('span', { class: 'soft' }, `${names(one.targets) || 'all requests'}, since `, moment(one.began_at), `, ${one.acked ? 'acknowledged' : 'not acknowledged'}`),
      ),
    ),
    incidents.length > MORE_INCIDENTS
      ? h('li', { key: 'all' }, h('a', { href: '#/incidents' }, `${format.counted(incidents.length - MORE_INCIDENTS, 'more open incident')}`))
      : null,
  );
}
