/**
 * States as the console's interface gives them. Pure functions of the time; no chance. By hand, `node scenarios.js` prints the
 * outage with its incidents and the life of a request, for servers in other languages.
 */

import { fileURLToPath } from 'node:url';

const STEP = 10;
const STEPS = 360;
const HOUR = 3_600_000;

/** A number between 0 and 1 that looks like chance and is always the same. */
const noise = (i, salt) => {
  const x = Math.sin(i * 12.9898 + salt * 78.233) * 43758.5453;
  return x - Math.floor(x);
};

function target(id, model, more = {}) {
  return {
    id, provider: 'mistral', model, status: 'healthy', takes_calls: true, why: 'none', breaker: 'closed',
    open_calls: 18, max_concurrency: 64, latency_seconds: 1.1, latency_p50_seconds: 1.04, latency_p95_seconds: 2.7,
    last_outcome: 'success', seconds_since_last_outcome: 0.2, attempts_5m: 1840, errors_5m: {}, group: `mistral-${id}`, ...more,
  };
}

function quota(group, used, more = {}) {
  return {
    group, stopped: false, paused_seconds: 0, refused: 0, share: 1,
    windows: [
      { kind: 'requests', seconds: 60, limit: 3000, used },
      { kind: 'tokens', seconds: 300, limit: 2_000_000, used: used * 420 },
    ],
    ...more,
  };
}

/** @param {(i: number) => object} bad the requests that were not completed in a step */
export function outcomes(now, bad = () => ({})) {
  const from = Math.floor(now / 1000 / STEP) * STEP * 1000 - (STEPS - 1) * STEP * 1000;
  const series = { completed: [], failed: [], blocked: [], expired: [], cancelled: [] };
  for (let i = 0; i < STEPS; i += 1) {
    const wave = 110 + 25 * Math.sin(i / 40) + 22 * noise(Math.floor(from / 1e4) + i, 1);
    const lost = bad(i, STEPS);
    series.completed.push(Math.round(wave * (lost.share ?? 1)));
    for (const name of ['failed', 'blocked', 'expired', 'cancelled']) {
      series[name].push(lost[name] ?? (name === 'blocked' && noise(i, 7) > 0.9 ? 1 : 0));
    }
  }
  return { step_seconds: STEP, from, series };
}

function usage(now, hours = 24) {
  const first = Math.floor(now / HOUR) * HOUR - (hours - 1) * HOUR;
  const rows = Array.from({ length: hours }, (_, i) => {
    const share = 0.35 + 0.65 * Math.abs(Math.sin((i + 3) / 8)) * (i === hours - 1 ? 0.4 : 1);
    const completed = Math.round(41_000 * share);
    return {
      at: first + i * HOUR, requests: { completed, failed: Math.round(completed / 4000), blocked: Math.round(completed / 900) },
      attempts: Math.round(completed * 1.02), failures: Math.round(completed * 0.021), prompt_tokens: completed * 830,
      completion_tokens: completed * 210, cost_usd: (completed * 0.000413).toFixed(9),
    };
  });
  const part = (share, of = 700_000) => ({ attempts: Math.round(of * share), failures: Math.round(of * share * 0.02), prompt_tokens: Math.round(of * share * 830), completion_tokens: Math.round(of * share * 210), cost_usd: (of * share * 0.000413).toFixed(9) });
  return {
    from: first, step_seconds: 3600, hours: rows,
    targets: [{ target: 'large', ...part(0.55) }, { target: 'medium', ...part(0.3) }, { target: 'small-eu', ...part(0.15) }],
    tenants: ['acme', 'north-star', 'billing', 'search', 'support-eu'].map((tenant, i) => ({ tenant, requests: Math.round(300_000 / (i + 1)), cost_usd: (120 / (i + 1.3)).toFixed(6) })),
  };
}

export function healthy(now) {
  return {
    at: now, instance: 'gateway-7f3a', version: '0.7.0', configuration: '3f2c91ab', role: 'mitigate',
    status: 'healthy', state: 'running', reason: null, uptime_seconds: 205_321,
    targets: [
      target('large', 'mistral-large-latest', { open_calls: 41 }),
      target('medium', 'mistral-medium-latest', { open_calls: 22, latency_p50_seconds: 0.71, latency_p95_seconds: 1.6, attempts_5m: 960 }),
      target('small-eu', 'mistral-small-latest', { open_calls: 3, latency_p50_seconds: 0.38, latency_p95_seconds: 0.9, attempts_5m: 312, errors_5m: { timeout: 1 } }),
    ],
    quotas: [quota('mistral-large', 1220, { share: 0.5 }), quota('mistral-medium', 610), quota('mistral-small-eu', 95)],
    waiting: {
      open_calls: 66, max_open_calls: 1000, open_bytes: 1_843_200, max_open_bytes: 268_435_456, waiting: 4, held: 1, parked: 0,
      delayed: 2, lag_requests: 7, lag_tokens: 6120, deadline_seconds: 284, intake_open: true,
    },
    commands: [],
    incidents: [resolved(now, 'inc-20261119-101500-quota', 'P2', 'mistral: 429 Rate Limited', 'quota', 3 * 24 * HOUR, 14 * 60_000)],
    outcomes: outcomes(now),
    usage: usage(now),
    books: { running: true, seconds_behind: 1.2 },
  };
}

function resolved(now, id, severity, title, cause, ago, lasted) {
  const began = now - ago;
  return {
    id, severity, status: 'resolved', title, cause, reach: cause === 'quota' ? 'just_me' : 'everyone', targets: ['large'], began_at: began,
    opened_at: began + 30_000, resolved_at: began + lasted, acked: true, ic: 'ada', revision: 5,
  };
}

/** A provider that fails altogether since 6 minutes. */
export function outage(now) {
  const state = healthy(now);
  const began = now - 6 * 60_000;
  state.status = 'unhealthy';
  const down = { status: 'unhealthy', takes_calls: false, why: 'breaker', breaker: 'open', open_calls: 0, attempts_5m: 48, last_outcome: 'provider_unavailable' };
  state.targets[0] = target('large', 'mistral-large-latest', { ...down, errors_5m: { provider_unavailable: 44, timeout: 4 } });
  state.targets[1] = target('medium', 'mistral-medium-latest', { ...down, breaker: 'half_open', errors_5m: { provider_unavailable: 41 } });
  state.targets[2] = target('small-eu', 'mistral-small-latest', { status: 'degraded', takes_calls: false, why: 'paused', open_calls: 0, attempts_5m: 0 });
  state.commands = [
    { action: 'pause', target: 'small-eu', value: null, since: now - 25 * 60_000, until: now + 35 * 60_000, by: 'ada', reason: 'vendor maintenance' },
    { action: 'timeout', target: null, value: 120_000, since: now - 3 * 60_000, until: null, by: 'grace', reason: 'inc-20261122-031500-server' },
  ];
  state.incidents.unshift(
    {
      id: 'inc-20261122-031500-server', severity: 'P1', status: 'investigating', title: 'mistral: 5xx Provider Failure', cause: 'server', reach: 'everyone',
      targets: ['large', 'medium'], began_at: began, opened_at: began + 30_000, resolved_at: null, acked: false, ic: null, revision: 3,
    },
    {
      id: 'inc-20261122-025900-slow', severity: 'P3', status: 'investigating', title: 'mistral: High Latency', cause: 'slow', reach: 'unknown',
      targets: ['small-eu'], began_at: began - 16 * 60_000, opened_at: began - 15 * 60_000, resolved_at: null, acked: true, ic: 'ada', revision: 2,
    },
  );
  Object.assign(state.waiting, { open_calls: 0, waiting: 1893, held: 12, parked: 3, delayed: 77, lag_requests: 1985, lag_tokens: 1_612_400, deadline_seconds: 21.4 });
  state.outcomes = outcomes(now, (i, all) => (i > all - 36 ? { share: Math.max(0, 1 - (i - all + 36) / 4), failed: i > all - 33 ? 14 + (i % 7) : 3, expired: i > all - 12 ? 6 + (i % 3) : 0 } : {}));
  return state;
}

/** The whole of an incident, as its topic has it. */
export function incidentOf(listed) {
  const began = listed.began_at;
  const entry = (after, kind, text, by = null) => ({ at: began + after * 1000, kind, text, by });
  const where = listed.targets?.[0] ?? 'large';
  return {
    ...listed,
    provider: 'mistral',
    summary: listed.severity === 'P1' ? 'All calls at large and medium fail with 5xx: 1,213 of 1,213 in the last 30 s. No request completes; 1,985 wait.' : 'Calls at this target are affected.',
    reach_because: 'The provider answers with errors of its own.',
    advice: [
      { text: `Use the next target of each route instead of ${where}.`, command: `alize control force-fallback on ${where} --reason ${listed.id}` },
      { text: `Start no calls at ${where} for a while.`, command: `alize control pause ${where} --for 10m --reason ${listed.id}` },
      { text: "Follow the provider's status page, and report the correlation ids of failed calls.", command: null },
    ],
    updated_at: began + 300_000,
    reopened: 0, acked_by: listed.acked ? 'ada' : null, acked_at: listed.acked ? began + 200_000 : null,
    root_cause: null, resolved_by_hand: false,
    counts: { calls: 4821, failed_calls: 4790, completed: 12, failed: 486, 'kind.provider_unavailable': 4544, 'kind.timeout': 246 },
    timeline: [
      entry(30, 'opened', 'Opened as P2: 61 % of the calls at large fail (provider_unavailable).'),
      entry(34, 'breaker', 'The breaker of large opened on gateway-7f3a.'),
      entry(36, 'breaker', 'The breaker of medium opened on gateway-7f3a.'),
      entry(42, 'targets', 'medium fails, too.'),
      entry(55, 'severity', 'P1: no call and no request succeeds any more.'),
      entry(180, 'control', 'timeout for all targets set to 120 s', 'grace'),
      ...(listed.acked ? [entry(200, 'ack', 'Acknowledged', 'ada')] : []),
      ...(listed.resolved_at ? [{ at: listed.resolved_at, kind: 'resolved', text: 'Resolved: calls at all targets succeed for 60 s.', by: null }] : []),
    ],
  };
}

export const HOSTILE = '<img src=x onerror=alert(1)>';
const LONG = 'a-very-long-name-without-any-place-to-break-it-'.repeat(4);

/** 50 incidents, 40 targets, long and hostile names. */
export function many(now) {
  const state = healthy(now);
  const names = [HOSTILE, LONG, '"><script>alert(2)</script>', "javascript:alert('3')", '../../etc', 'ünïcödé 🌬️ \u202Eabc'];
  state.targets = Array.from({ length: 40 }, (_, i) =>
    target(names[i] ?? `target-${i}`, i === 1 ? LONG : 'mistral-small-latest', {
      group: `g${i % 7}`, ...(i % 9 === 4 ? { status: 'unhealthy', takes_calls: false, why: HOSTILE, breaker: HOSTILE } : {}),
      ...(i % 9 === 5 ? { status: 'degraded', errors_5m: { [HOSTILE]: 12, [LONG]: 3, rate_limited: 2 } } : {}),
    }),
  );
  state.quotas = Array.from({ length: 7 }, (_, i) => quota(`g${i}`, 400 * i, { share: 0.25, paused_seconds: i === 3 ? 2.5 : 0, stopped: i === 6 }));
  state.incidents = Array.from({ length: 50 }, (_, i) => ({
    id: i === 0 ? `inc-${HOSTILE}` : `inc-20261122-${String(i).padStart(6, '0')}-server`, severity: `P${1 + (i % 4)}`, status: i < 12 ? 'investigating' : i < 20 ? 'mitigating' : 'resolved',
    title: i === 0 ? HOSTILE : i === 4 ? LONG : 'mistral: 5xx Provider Failure', cause: i === 0 ? HOSTILE : 'server', reach: i === 0 ? HOSTILE : 'everyone',
    targets: [names[i % names.length], LONG, HOSTILE], began_at: now - (i + 1) * 900_000, opened_at: now - (i + 1) * 900_000 + 30_000,
    resolved_at: i < 20 ? null : now - (i + 1) * 900_000 + 400_000, acked: i % 2 === 1, ic: i % 3 === 0 ? HOSTILE : null, revision: 1,
  }));
  state.commands = names.map((name, i) => ({ action: i === 0 ? HOSTILE : 'pause', target: name, value: i === 0 ? HOSTILE : null, since: now - 60_000, until: null, by: HOSTILE, reason: LONG }));
  state.usage.targets[0].target = LONG;
  state.usage.tenants = Array.from({ length: 20 }, (_, i) => ({ tenant: names[i] ?? `tenant-${i}`, requests: 1000 * (20 - i), cost_usd: String(20 - i) }));
  Object.assign(state, { instance: LONG, version: HOSTILE, configuration: HOSTILE, reason: HOSTILE });
  return state;
}

/** The life of a request with a failed call, a fallback and an answer. */
export function lifeOf(id, now) {
  const at = now - 90_000;
  return {
    found: 7, complete: true,
    requests: [
      {
        id, tenant: 'acme',
        events: [
          { at, kind: 'admitted', reason: null, target: null, outcome: null, text: 'verdicts=4 pii-detector=rewrite(email:1)', details: {} },
          { at: at + 12, kind: 'call', reason: null, target: 'large', outcome: null, text: 'attempt=1', details: {} },
          { at: at + 30_012, kind: 'attempt', reason: null, target: 'large', outcome: 'timeout', text: 'attempt=1 took=30.000s possibly_billed', details: { correlation_id: 'c-81f0' } },
          { at: at + 30_020, kind: 'fallback', reason: 'timeout', target: 'medium', outcome: null, text: 'from=large', details: {} },
          { at: at + 30_900, kind: 'call', reason: null, target: 'medium', outcome: null, text: 'attempt=2', details: {} },
          { at: at + 32_133, kind: 'attempt', reason: null, target: 'medium', outcome: 'success', text: 'attempt=2 took=1.233s http=200 prompt_tokens=812 completion_tokens=204 cost_usd=0.002848', details: { correlation_id: 'c-9a22', http: '200' } },
          { at: at + 32_140, kind: 'response', reason: null, target: 'medium', outcome: 'completed', text: 'verdicts=5', details: {} },
        ],
      },
    ],
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const now = Date.now();
  const state = outage(now);
  const incidents = Object.fromEntries(state.incidents.map((one) => [one.id, incidentOf(one)]));
  process.stdout.write(JSON.stringify({ state, incidents, life: lifeOf('r-1', now) }));
}
