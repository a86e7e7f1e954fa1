/** The first answer of the page: is something wrong, what, since when. Pure. */

import { causeText, plain, reachText, SEVERITIES, whyText } from './words.js';
import { count, counted, seconds, span } from './format.js';

const BEHIND = 30;
const SOON = 30;
const HEARD = 15;

/** Incidents that are not resolved, the worst first, of equals the older first. */
export function openIncidents(state) {
  return (state.incidents ?? [])
    .filter((one) => one.status !== 'resolved')
    .sort((a, b) => a.severity.localeCompare(b.severity) || a.began_at - b.began_at || a.id.localeCompare(b.id));
}

/**
 * level: P1 to P4, `look` (no incident, but something is not as usual, or nothing is known yet) or `well`; text: one sentence
 * or two; spoken: the same without figures that change with each second; incidents: the open ones; looks: what is not as
 * usual, as sentences.
 */
export function headline(state) {
  const said = answer(state);
  return { spoken: said.text, ...said };
}

function answer(state) {
  const incidents = openIncidents(state);
  const looks = unusual(state, new Set(incidents.flatMap((one) => one.targets ?? [])));
  const reading = feed(state);
  if (incidents.length > 0) {
    return { level: incidents[0].severity, text: sentence(incidents), incidents, looks: isSilent(state) ? [doubt(state), ...looks] : looks };
  }
  if (reading) {
    return { level: 'look', ...reading, incidents, looks };
  }
  if (looks.length > 0) {
    const blind = !state.books?.running;
    return {
      level: 'look',
      text: blind ? 'Nobody watches for incidents here' : 'No incident is open, but not all is as usual',
      incidents,
      looks,
    };
  }
  return { level: 'well', text: 'All is well', incidents, looks };
}

function sentence(incidents) {
  const worst = incidents[0];
  const more = incidents.length - 1;
  return `${worst.severity}: ${worst.title}${more > 0 ? `, and ${counted(more, 'more open incident')}` : ''}`;
}

/** What the incident is, as sentences. */
export function about(incident) {
  const where = incident.targets?.length ? ` Targets: ${names(incident.targets)}.` : '';
  return `${causeText(incident.cause)}. ${reachText(incident.reach)}.${where}`;
}

/** The first of them by name. */
export function names(all) {
  const most = 3;
  return all?.length > most ? `${all.slice(0, most).join(', ')} and ${count(all.length - most)} more` : (all ?? []).join(', ');
}

/**
 * How the acknowledgement stands. tone: `done`, `wait` or `late`.
 *
 * @param now the server's time
 */
export function acknowledgement(incident, now) {
  if (incident.acked) {
    return { tone: 'done', text: incident.acked_by ? `Acknowledged by ${incident.acked_by}` : 'Acknowledged' };
  }
  const within = SEVERITIES[incident.severity]?.ack;
  if (!within) {
    return { tone: 'wait', text: 'Not acknowledged' };
  }
  const left = incident.opened_at + within - now;
  return left >= 0
    ? { tone: 'wait', text: `Not acknowledged, due in ${span(left)}` }
    : { tone: 'late', text: `Not acknowledged, overdue by ${span(-left)}` };
}

/** @param {Set<string>} told targets of which the incidents tell */
function unusual(state, told) {
  return [
    ...books(state.books),
    ...instance(state),
    ...targets(state.targets ?? [], told),
    ...quotas(state.quotas ?? []),
    ...waiting(state.waiting),
  ];
}

/**
 * What the headline says of the reading from Kafka.
 *
 * @return {{text, spoken}|null} null where all was read and is current, and where the server says nothing of it
 */
function feed(state) {
  if (!state.feed) {
    return null;
  }
  const read = isRead(state);
  if (isSilent(state)) {
    return { text: silence(state), spoken: `Kafka does not answer: ${asOf(read)}` };
  }
  return read ? null : { text: 'Reading incidents ...', spoken: 'Reading incidents ...' };
}

const isRead = (state) => state.feed.ready && Array.isArray(state.incidents);
const isSilent = (state) => state.feed?.seconds_since_heard > HEARD;
const asOf = (read) => (read ? 'incidents and usage are as of then' : 'incidents have not been read yet');
const silence = (state) => `Kafka has not answered for ${span(state.feed.seconds_since_heard * 1000)}: ${asOf(isRead(state))}`;

/** Why incidents, outcomes and usage cannot be relied on, as one sentence; null where they can. */
export function doubt(state) {
  return isSilent(state) ? `${silence(state)}.` : (books(state.books)[0] ?? null);
}

/** Whether what the books tell (incidents, outcomes, usage) can be relied on, as sentences. */
function books(state) {
  if (!state?.running) {
    return ['The books do not run on this instance: incidents, outcomes and usage stay as they are.'];
  }
  return state.seconds_behind > BEHIND
    ? [`The books are ${span(state.seconds_behind * 1000)} behind: incidents, outcomes and usage come late.`]
    : [];
}

function instance(state) {
  if (state.state && state.state !== 'running') {
    return [`This instance is ${state.state}${state.reason ? `: ${state.reason}` : ''}.`];
  }
  return state.reason ? [`This instance is not ready: ${state.reason}.`] : [];
}

function targets(all, told) {
  const others = all.filter((one) => !told.has(one.id));
  const shut = others.filter((one) => !one.takes_calls);
  const weak = others.filter((one) => one.takes_calls && one.status !== 'healthy');
  const looks = [];
  if (all.length > 0 && all.every((one) => !one.takes_calls)) {
    looks.push(all.length === 1 ? 'The only target takes no calls.' : 'No target takes calls.');
  }
  for (const one of shut.slice(0, 3)) {
    looks.push(`${one.id} takes no calls. ${whyText(one.why)}`);
  }
  if (shut.length > 3) {
    looks.push(`${count(shut.length - 3)} more targets take no calls.`);
  }
  for (const one of weak.slice(0, 3)) {
    looks.push(`${one.id} is ${plain(one.status)}.`);
  }
  if (weak.length > 3) {
    looks.push(`${count(weak.length - 3)} more targets are not healthy.`);
  }
  return looks;
}

function quotas(all) {
  return all.filter((one) => one.stopped).map((one) => `The provider gives the quota group ${one.group} no quota at all.`);
}

function waiting(state) {
  if (!state) {
    return [];
  }
  const looks = [];
  if (state.intake_open === false) {
    looks.push('This instance takes in no more requests until some are answered.');
  }
  if (typeof state.deadline_seconds === 'number' && state.deadline_seconds < SOON) {
    looks.push(`The first waiting call expires in ${seconds(Math.max(0, state.deadline_seconds))}.`);
  }
  return looks;
}
