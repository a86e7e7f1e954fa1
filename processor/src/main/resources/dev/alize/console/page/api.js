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

/**
 * @param {string} path with its query
 * @param {{method?: string, body?: object, signal?: AbortSignal, timeout?: number}} options
 * @return the answer's JSON, null where it has none
 * @throws {CallError}
 */
export async function call(path, { method = 'GET', body, signal, timeout = TIMEOUT } = {}) {
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
    throw new CallError(said?.error ?? `The console answered ${answer.status} without saying why.`, answer.status);
  } catch (failure) {
    if (failure instanceof CallError) {
      throw failure;
    }
    if (signal?.aborted) {
      throw new CallError('Ended before the answer came.', 0);
    }
    throw new CallError(
      limit.aborted ? `The console gave no answer within ${timeout / 1000} s.` : 'The console cannot be reached.',
      0,
    );
  }
}

export const session = () => call('/api/session');
export const signIn = (token) => call('/api/session', { method: 'POST', body: { token } });
export const signOut = () => call('/api/session', { method: 'DELETE' });
export const incident = (id) => call(`/api/incidents/${encodeURIComponent(id)}`);
export const say = (id, body) => call(`/api/incidents/${encodeURIComponent(id)}`, { method: 'POST', body });
export const control = (body) => call('/control', { method: 'POST', body });

/** @param {{id: string, tenant?: string, key?: string, from?: string}} query */
export function requests(query, signal) {
  const given = Object.entries(query).filter(([, value]) => value);
  return call(`/api/requests?${new URLSearchParams(given)}`, { signal, timeout: 30_000 });
}
