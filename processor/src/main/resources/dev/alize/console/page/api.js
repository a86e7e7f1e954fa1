/** Calls of the console's HTTP interface. */

/** A call that did not succeed: the server's own sentence, or what happened on the way. */
export class CallError extends Error {
  /** @param {number} status 0 where no answer came */
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

const TIMEOUT = 15_000;
/** Of what is written to Kafka, where the server itself may wait for about 25 s. */
const WRITE_TIMEOUT = 30_000;

/**
 * @param {string} path with its query
 * @param {{method?: string, body?: object, signal?: AbortSignal, timeout?: number, unsure?: string}} options unsure: what is
 *     to be said besides where no answer came
 * @return the answer's JSON, null where it has none
 * @throws {CallError}
 */
export async function call(path, { method = 'GET', body, signal, timeout = TIMEOUT, unsure = '' } = {}) {
  const limit = AbortSignal.timeout(timeout);
  let answer;
  try {
    answer = await fetch(path, {
      method,
      headers: body === undefined ? { Accept: 'application/json' } : { Accept: 'application/json', 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    if (answer.status === 204) {
      return null;
    }
    const said = await answer.json().catch(() => null);
    if (answer.ok) {
      return said;
    }
    throw new CallError(sentenceOf(said, answer.status), answer.status);
  } catch (failure) {
    if (failure instanceof CallError) {
      throw failure;
    }
    if (signal?.aborted) {
      throw new CallError('Ended before the answer came.', 0);
    }
    const what = limit.aborted ? `The console gave no answer within ${timeout / 1000} s.` : 'The console cannot be reached.';
    throw new CallError([what, unsure].filter(Boolean).join(' '), 0);
  }
}

export const session = () => call('/api/session');
export const signIn = (token) => call('/api/session', { method: 'POST', body: { token } });
export const signOut = () => call('/api/session', { method: 'DELETE' });
export const incident = (id) => call(`/api/incidents/${encodeURIComponent(id)}`);

/** @param {string} where it shows once it is written */
const write = (path, body, where) =>
  call(path, { method: 'POST', body, timeout: WRITE_TIMEOUT, unsure: `It may still be written: look at ${where} before you send it again.` });

export const say = (id, body) => write(`/api/incidents/${encodeURIComponent(id)}`, body, 'the timeline');
export const control = (body) => write('/control', body, 'Commands in force');

/** Why the events are refused, which EventSource does not tell: the server's sentence; null where they are not. */
export async function refusal() {
  const ended = new AbortController();
  try {
    const answer = await fetch('/api/events', {
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.any([ended.signal, AbortSignal.timeout(TIMEOUT)]),
    });
    return answer.ok ? null : sentenceOf(await answer.json().catch(() => null), answer.status);
  } catch {
    return null;
  } finally {
    ended.abort();
  }
}

const sentenceOf = (said, status) => said?.error ?? `The console answered ${status} without saying why.`;

/** @param {{id: string, tenant?: string, key?: string, from?: string}} query */
export function requests(query, signal) {
  const given = Object.entries(query).filter(([, value]) => value);
  return call(`/api/requests?${new URLSearchParams(given)}`, { signal, timeout: 30_000 });
}
