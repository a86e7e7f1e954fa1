/** What the page knows, and where it has it from. One object; whoever changes it calls `changed`. */

import * as api from './api.js';

const STALE = 10_000;
const SILENT = 40_000;
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 15_000;

export const store = {
  /** {token_required, role}; null until it is known. */
  session: null,
  /** As GET /api/state; null until it came. */
  state: null,
  /** connecting, live or lost. */
  connection: 'connecting',
  /** Why the server refuses the events, as its sentence; null where it does not, or where no answer comes. */
  refusal: null,
  /** When the last event came, on the page's own clock (performance.now). */
  receivedAt: 0,
  /** The same on the clock of the machine, which goes on while the machine sleeps. */
  receivedOn: 0,
  /** When the connection is tried again, on the same clock. */
  nextTry: 0,
  /** Whole incidents by id: {incident, error, revision, at}. Only those that the state lists or the page shows. */
  incidents: new Map(),
};

let listener = () => {};
let source = null;
let timer = null;
let failures = 0;

/** @param {() => void} then called after each change */
export function onChange(then) {
  listener = then;
}

export function changed() {
  listener();
}

/** The server's time, as far as its last event tells. */
export function now() {
  return store.state ? store.state.at + age() : Date.now();
}

/** Milliseconds since the last event. */
export function age() {
  return Math.max(performance.now() - store.receivedAt, Date.now() - store.receivedOn);
}

export function isStale() {
  return store.state !== null && age() > STALE;
}

export const mayMitigate = () => (store.state?.role ?? store.session?.role) === 'mitigate';

/** Finds out who we are, and starts the events if that is enough. */
export async function start() {
  try {
    store.session = await api.session();
    if (store.session.role) {
      listen();
    }
  } catch {
    lost();
  }
  changed();
}

/** @throws {CallError} where the token is not the right one */
export async function signIn(token) {
  const { role } = await api.signIn(token);
  store.session = { token_required: true, role };
  listen();
  changed();
}

export async function signOut() {
  stop();
  store.connection = 'connecting';
  await api.signOut().catch(() => null);
  leave();
}

/** The session is over: the token is asked for again. */
export function expired() {
  leave();
}

/** Nothing of a session outlives it: neither what was read nor how its connection stood. */
function leave() {
  stop();
  Object.assign(store, { session: { token_required: true, role: null }, state: null, connection: 'connecting', refusal: null });
  store.incidents.clear();
  failures = 0;
  changed();
}

/** Tries again at once. */
export function retry() {
  clearTimeout(timer);
  if (store.session?.role) {
    listen();
  } else {
    start();
  }
  changed();
}

/** To be called when the page is seen again, or the network is back. */
export function wake() {
  if (store.connection !== 'connecting' && age() > STALE) {
    retry();
  }
}

/** To be called now and then: ends a connection that says nothing any more. */
export function watch() {
  if (store.connection === 'live' && age() > SILENT) {
    lost();
  }
}

function listen() {
  stop();
  let whole = true;
  const mine = new EventSource('/api/events');
  source = mine;
  // No event within the time counts as a failure, too.
  timer = setTimeout(() => (whole && mine === source ? lost() : null), LONGEST_WAIT);
  mine.addEventListener('state', (event) => {
    if (mine !== source) {
      return;
    }
    const said = parsed(event.data);
    if (said === null) {
      lost();
      return;
    }
    store.state = whole || store.state === null ? said : Object.assign(store.state, said);
    whole = false;
    store.receivedAt = performance.now();
    store.receivedOn = Date.now();
    store.connection = 'live';
    store.refusal = null;
    failures = 0;
    tidy();
    changed();
  });
  mine.onerror = () => {
    if (mine === source) {
      const answered = mine.readyState === EventSource.CLOSED;
      lost();
      if (answered) {
        askWhy();
      }
    }
  };
}

/** A connection that is refused, not broken: the server says why to whoever can read its answer. */
async function askWhy() {
  const why = await api.refusal();
  if (store.connection === 'lost') {
    store.refusal = why;
    changed();
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function stop() {
  clearTimeout(timer);
  source?.close();
  source = null;
}

function lost() {
  stop();
  store.connection = 'lost';
  const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** failures) * (0.75 + Math.random() / 2);
  failures = Math.min(failures + 1, 10);
  store.nextTry = performance.now() + wait;
  timer = setTimeout(again, wait);
  changed();
}

/** The events do not say why they ended; the session does. */
async function again() {
  try {
    store.session = await api.session();
  } catch {
    lost();
    return;
  }
  if (store.session.role) {
    listen();
  } else {
    expired();
  }
  changed();
}

function tidy() {
  const listed = new Set((store.state.incidents ?? []).map((one) => one.id));
  for (const id of store.incidents.keys()) {
    if (!listed.has(id) && store.incidents.size > 60) {
      store.incidents.delete(id);
    }
  }
}

/**
 * Reads an incident as a whole, unless what is known of it is of that revision and younger than that.
 *
 * @param {number} olderThan milliseconds
 * @param {number} [revision] of the state's list
 */
export async function readIncident(id, olderThan, revision) {
  const kept = store.incidents.get(id);
  if (kept && (kept.reading || (performance.now() - kept.at < olderThan && (revision === undefined || kept.revision === revision)))) {
    return;
  }
  const entry = { ...kept, reading: true, revision, at: performance.now() };
  store.incidents.set(id, entry);
  let failure = null;
  try {
    Object.assign(entry, { incident: await api.incident(id), error: null });
  } catch (problem) {
    failure = problem;
  }
  Object.assign(entry, { reading: false, at: performance.now() });
  if (store.incidents.get(id) !== entry) {
    return;
  }
  if (failure?.status === 401) {
    expired();
    return;
  }
  if (failure) {
    entry.error = failure.message;
  }
  changed();
}
