/** The search for one request, and its life. */

import { h } from './dom.js';
import * as format from './format.js';
import { button, chip, moment, section } from './parts.js';
import { plain } from './words.js';
import * as api from './api.js';
import { changed, expired } from './store.js';

const FIELDS = [
  { name: 'id', label: 'Request id', hint: 'as the producer gave it', needed: true },
  { name: 'tenant', label: 'Tenant', hint: 'if the id is not unique' },
  { name: 'key', label: 'Ordering key', hint: 'reads one partition only' },
  { name: 'from', label: 'Not before', hint: 'such as 2h, 3d or 2026-11-22' },
];

/** Why an answer is not complete, by the server's code. */
const PARTIAL = {
  time: 'The time was up before all of the trail was read: there may be more. A later start (Not before) or the ordering key makes it faster.',
  events: 'There are more events than are shown: these are the newest. All of them: alize audit show.',
};

/** Of the search that is shown. */
const search = { asked: null, running: null, startedAt: 0, answer: null, failure: null };

export const title = () => 'Requests';

/** @param {URLSearchParams} query of the address; it is the question */
export function view(query) {
  follow(query);
  return h(
    'div',
    { key: 'requests' },
    h('h1', { key: 'h', tabindex: '-1' }, 'Find a request'),
    h('p', { key: 'p', class: 'soft' }, 'Its life as the audit trail tells it. The trail holds no text of prompts or answers.'),
    form(query),
    h('div', { key: 'result', 'aria-live': 'polite', 'aria-busy': search.running ? 'true' : 'false' }, result()),
  );
}

function form(query) {
  return h(
    'form',
    { key: 'form', class: 'search panel', role: 'search', 'aria-label': 'Requests', novalidate: true, on: { submit } },
    FIELDS.map((one) =>
      h(
        'div',
        { key: one.name, class: `field ${one.needed ? 'grow' : ''}` },
        h('label', { for: `search-${one.name}` }, one.label, h('span', { class: 'hint' }, ` ${one.hint}`)),
        h('input', {
          id: `search-${one.name}`,
          name: one.name,
          type: 'text',
          maxlength: 500,
          autocomplete: 'off',
          autocapitalize: 'off',
          spellcheck: 'false',
          required: one.needed,
          init: { value: query.get(one.name) ?? '' },
        }),
      ),
    ),
    h('div', { class: 'buttons' }, h('button', { type: 'submit', class: 'button main' }, 'Search')),
  );
}

function submit(event) {
  event.preventDefault();
  const given = [...new FormData(event.currentTarget)].map(([name, value]) => [name, value.trim()]).filter(([, value]) => value);
  const query = new URLSearchParams(given);
  if (!query.get('id')) {
    event.currentTarget.querySelector('#search-id').focus();
    search.failure = 'Give the id of a request.';
    changed();
    return;
  }
  const path = `#/requests?${query}`;
  if (location.hash === path) {
    search.asked = null;
    changed();
  } else {
    location.hash = path;
  }
}

/** Asks what the address asks, once. */
function follow(query) {
  const asked = query.toString();
  if (search.asked === asked) {
    return;
  }
  search.running?.abort();
  Object.assign(search, { asked, running: null, answer: null, failure: null });
  fill(query);
  if (query.get('id')) {
    ask(query);
  }
}

/** The form shows the question of the address; it stays the same form, so that it keeps the focus. */
function fill(query) {
  for (const { name } of FIELDS) {
    const input = document.getElementById(`search-${name}`);
    const value = query.get(name) ?? '';
    if (input && input.value !== value) {
      input.value = value;
    }
  }
}

async function ask(query) {
  const mine = new AbortController();
  search.running = mine;
  search.startedAt = performance.now();
  const given = Object.fromEntries(FIELDS.map((one) => [one.name, query.get(one.name) ?? '']));
  try {
    const answer = await api.requests(given, mine.signal);
    if (search.running === mine) {
      search.answer = answer;
    }
  } catch (failure) {
    if (failure.status === 401) {
      expired();
    }
    if (search.running === mine) {
      search.failure = failure.message;
    }
  }
  if (search.running === mine) {
    search.running = null;
    changed();
  }
}

function result() {
  if (search.running) {
    return h(
      'div',
      { key: 'busy', class: 'panel busy' },
      h('p', null, 'Reading the audit trail. A search takes up to 20 s. '),
      h('div', { class: 'progress', 'aria-hidden': 'true' }, h('span', { style: { width: `${Math.min(100, (performance.now() - search.startedAt) / 200)}%` } })),
      button('Stop', () => search.running?.abort()),
    );
  }
  if (search.failure) {
    return h('p', { key: 'failure', class: 'warning', role: 'alert' }, search.failure);
  }
  const answer = search.answer;
  if (!answer) {
    return null;
  }
  const partial = answer.complete ? null : h('p', { key: 'partial', class: 'warning' }, PARTIAL[answer.why] ?? 'This may not be all: there may be more events.');
  if (answer.found === 0 || answer.requests.length === 0) {
    return [
      h('p', { key: 'none', class: 'panel' }, answer.complete ? 'No event of the trail has this id. Look at the tenant and the time, and whether retention removed it.' : 'Nothing was found so far.'),
      partial,
    ];
  }
  return [partial, answer.requests.map((one, i) => life(one, i))];
}

function life(request, index) {
  const steps = [...(request.events ?? [])].sort((a, b) => a.at - b.at);
  const first = steps[0]?.at;
  const last = steps.at(-1);
  const end = steps.findLast((one) => one.kind === 'response');
  return section(
    `life-${index}`,
    request.id,
    { note: `tenant ${request.tenant ?? 'unknown'}, ${request.redrive > 0 ? `redrive ${request.redrive}, ` : ''}${format.counted(steps.length, 'event')}${last ? `, ${format.step(last.at - first)} in all` : ''}`, aside: end ? outcome(end.outcome ?? end.reason) : chip('warn', 'no response yet') },
    h(
      'ol',
      { class: 'timeline life' },
      steps.map((one, i) =>
        h(
          'li',
          { key: String(i), class: tone(one) },
          h('span', { class: 'when' }, moment(one.at, true), h('span', { class: 'sub' }, i === 0 ? 'start' : `+${format.step(one.at - steps[i - 1].at)}`)),
          h(
            'div',
            null,
            h('span', { class: 'kind' }, plain(one.kind)),
            one.target ? h('span', { class: 'where' }, one.target) : null,
            one.outcome ? outcome(one.outcome) : null,
            h('span', { class: 'what' }, one.text || plain(one.reason)),
            details(one.details),
          ),
        ),
      ),
    ),
  );
}

const GOOD = new Set(['success', 'completed', 'allow']);

function tone(one) {
  if (!one.outcome) {
    return '';
  }
  return GOOD.has(one.outcome) ? 'good' : 'bad';
}

function outcome(code) {
  return chip(GOOD.has(code) ? 'good' : 'bad', plain(code ?? 'unknown'));
}

function details(all) {
  const rows = Object.entries(all ?? {});
  return rows.length === 0
    ? null
    : h('details', null, h('summary', null, 'Details'), h('dl', { class: 'pairs' }, rows.map(([name, value]) => h('div', { key: name, class: 'fact' }, h('dt', null, plain(name)), h('dd', null, typeof value === 'object' ? JSON.stringify(value) : String(value))))));
}
