/** The incidents of the last 7 days, and one of them. */

import { h } from './dom.js';
import * as format from './format.js';
import { button, chip, fact, moment, section, severity, since, table, unread } from './parts.js';
import { about, acknowledgement, doubt, openIncidents } from './headline.js';
import { causeText, entryText, plain, reachText } from './words.js';
import { askIncident, SAYINGS } from './dialogs.js';
import { mayMitigate, now, readIncident, store } from './store.js';
import { advice } from './advice.js';

const FRESH = 4_000;
const AFTER = [500, 1500, 3000, 6000];

export const listTitle = () => 'Incidents';
export const oneTitle = (id) => store.incidents.get(id)?.incident?.title ?? listed(id)?.title ?? 'Incident';

const listed = (id) => (store.state?.incidents ?? []).find((one) => one.id === id);

export function list() {
  if (store.state.incidents === null) {
    return h('div', { key: 'incidents' }, h('h1', { key: 'h', tabindex: '-1' }, 'Incidents'), late() ?? unread('incidents'));
  }
  const open = openIncidents(store.state);
  const closed = (store.state.incidents ?? []).filter((one) => one.status === 'resolved').sort((a, b) => b.began_at - a.began_at);
  return h(
    'div',
    { key: 'incidents' },
    h('h1', { key: 'h', tabindex: '-1' }, 'Incidents'),
    late(),
    section(
      'open',
      'Open',
      { note: format.counted(open.length, 'incident') },
      open.length === 0 ? h('p', { class: 'soft' }, 'None is open.') : incidents('Open incidents, the worst first', open),
    ),
    section(
      'closed',
      'Resolved',
      { note: 'of the last 7 days' },
      closed.length === 0 ? h('p', { class: 'soft' }, 'None.') : incidents('Resolved incidents, the latest first', closed),
    ),
  );
}

function late() {
  const said = doubt(store.state);
  return said ? h('p', { key: 'late', class: 'warning' }, said) : null;
}

function incidents(caption, all) {
  const columns = ['Incident', 'Status', 'Cause', 'Reach', 'Since', 'Lasted', 'Acknowledged', 'Leads'].map((name) => ({ name }));
  return table(
    caption,
    columns,
    all.map((one) => ({
      key: one.id,
      cells: [
        [severity(one.severity), ' ', h('a', { href: `#/incidents/${encodeURIComponent(one.id)}` }, one.title), h('span', { class: 'sub' }, one.targets?.join(', ') || 'all requests')],
        status(one),
        causeText(one.cause),
        reachText(one.reach),
        moment(one.began_at),
        format.span((one.resolved_at ?? now()) - one.began_at),
        one.acked ? 'yes' : one.status === 'resolved' ? 'no' : acknowledgement(one, now()).text.replace('Not acknowledged', 'no'),
        one.ic ?? 'nobody',
      ],
    })),
    { name: 'incidents' },
  );
}

const status = (one) => chip(one.status === 'resolved' ? 'good' : one.status === 'mitigating' ? 'warn' : 'bad', plain(one.status));

export function one(id) {
  readIncident(id, FRESH);
  const kept = store.incidents.get(id);
  const incident = kept?.incident;
  const back = h('p', { key: 'back' }, h('a', { href: '#/incidents' }, 'All incidents'));
  if (!incident) {
    return h(
      'div',
      { key: `incident ${id}` },
      back,
      h('h1', { key: 'h', tabindex: '-1' }, kept?.error ? 'This incident cannot be shown' : 'Reading the incident'),
      kept?.error ? h('p', { key: 'error', class: 'warning' }, kept.error) : h('p', { key: 'wait', class: 'soft' }, id),
    );
  }
  return h(
    'div',
    { key: `incident ${id}` },
    back,
    h(
      'section',
      { key: 'head', class: `headline ${incident.status === 'resolved' ? 'well' : incident.severity}`, 'aria-labelledby': 'incident-title' },
      h('h1', { id: 'incident-title', tabindex: '-1' }, severity(incident.severity, true), ` ${incident.title}`),
      h('p', { class: 'about' }, incident.summary || about(incident)),
      facts(incident),
      mayMitigate() ? sayings(incident) : h('p', { class: 'soft' }, 'Your role is read: you can look, not act.'),
      kept.error ? h('p', { class: 'warning' }, `Not read again: ${kept.error}`) : null,
    ),
    incident.advice?.length > 0 && incident.status !== 'resolved' ? section('steps', 'Steps', { note: 'of the runbook, the best first' }, advice(incident)) : null,
    h('div', { key: 'pair', class: 'pair' }, timeline(incident), numbers(incident)),
  );
}

function facts(incident) {
  const ack = acknowledgement(incident, now());
  const resolved = incident.status === 'resolved';
  return h(
    'dl',
    { class: 'facts' },
    fact('Status', status(incident), incident.resolved_by_hand ? ' by hand' : ''),
    fact('Began', resolved ? moment(incident.began_at) : since(incident.began_at)),
    fact('Opened', moment(incident.opened_at)),
    resolved ? fact('Resolved', moment(incident.resolved_at), ` after ${format.span(incident.resolved_at - incident.began_at)}`) : null,
    fact('Cause', causeText(incident.cause)),
    fact('Reach', reachText(incident.reach), incident.reach_because ? h('span', { class: 'sub' }, incident.reach_because) : null),
    fact('Targets', incident.targets?.join(', ') || 'all requests'),
    fact('Acknowledged', resolved && !incident.acked ? 'by nobody' : h('span', { class: `ack ${ack.tone}` }, ack.text), incident.acked_at ? [' at ', moment(incident.acked_at)] : null),
    fact('Leads', incident.ic ?? 'nobody yet'),
    incident.root_cause ? fact('Root cause', incident.root_cause) : null,
    incident.reopened > 0 ? fact('Came back', format.counted(incident.reopened, 'time')) : null,
  );
}

function sayings(incident) {
  const resolved = incident.status === 'resolved';
  const soon = () => AFTER.forEach((wait) => setTimeout(() => readIncident(incident.id, 0), wait));
  return h(
    'div',
    { class: 'buttons', role: 'group', 'aria-label': 'Say what you know' },
    SAYINGS.filter(([action]) => !(action === 'ack' && incident.acked) && !(resolved && (action === 'resolve' || action === 'mitigate'))).map(([action, name]) =>
      button(name, () => askIncident(incident, action, soon), { key: action, kind: action === 'ack' ? 'main' : '' }),
    ),
  );
}

function timeline(incident) {
  const rows = [...(incident.timeline ?? [])].sort((a, b) => a.at - b.at);
  return section(
    'timeline',
    'Timeline',
    { note: format.zoneName() },
    h(
      'ol',
      { class: 'timeline' },
      rows.map((row, i) =>
        h(
          'li',
          { key: String(i), class: row.by ? 'by' : '' },
          h('span', { class: 'when' }, moment(row.at)),
          h('div', null, h('span', { class: 'kind' }, entryText(row.kind)), h('span', { class: 'what' }, row.text), row.by ? h('span', { class: 'sub' }, `by ${row.by}`) : null),
        ),
      ),
    ),
  );
}

const COUNTS = { calls: 'Calls', failed_calls: 'Failed calls', completed: 'Requests completed', failed: 'Requests failed' };

function numbers(incident) {
  const all = incident.counts ?? {};
  const kinds = Object.entries(all)
    .filter(([name]) => name.startsWith('kind.'))
    .sort((a, b) => b[1] - a[1]);
  return section(
    'counts',
    'Since it began',
    { note: `counted until ${format.clock(incident.updated_at ?? incident.opened_at, now())}` },
    h(
      'dl',
      { class: 'pairs' },
      Object.entries(COUNTS).map(([name, text]) => fact(text, format.count(all[name] ?? 0))),
      kinds.map(([name, number]) => fact(`Failed: ${plain(name.slice(5))}`, format.count(number))),
    ),
  );
}
