/** The words for codes. The sets are open: a code that is not here is shown as it is. */

export const SEVERITIES = {
  P1: { name: 'Complete outage', ack: 15 * 60_000, within: '15 min' },
  P2: { name: 'Degraded', ack: 3_600_000, within: '1 h' },
  P3: { name: 'Minor impact', ack: 4 * 3_600_000, within: '4 h' },
  P4: { name: 'No user impact', ack: null, within: 'the next business day' },
};

const CAUSES = {
  key: 'The provider refuses our key',
  quota: 'Our own quota is used up',
  capacity: 'The provider has no capacity left',
  server: 'The provider fails',
  network: 'The provider cannot be reached',
  timeout: 'The provider does not answer in time',
  slow: 'The provider answers much more slowly than usual',
  ours: 'The gateway or its configuration fails',
  unknown: 'No call says why',
  gap: 'The monitoring does not see everything',
};

const REACHES = {
  everyone: 'Down for everyone',
  just_me: 'Only us',
  unknown: 'Not known whether only us',
};

const WHYS = {
  breaker: 'Its breaker is open after failed calls; a trial call follows by itself.',
  unhealthy: 'Its health probe fails.',
  key: 'Its key was refused. Calls go on as soon as it has another key.',
  paused: 'Paused by an operator.',
};

const BREAKERS = { closed: 'closed', open: 'open', half_open: 'half open, on trial', forced_open: 'held open' };

const ACTIONS = {
  pause: 'Pause',
  max_concurrency: 'Max concurrency',
  force_fallback: 'Force fallback',
  timeout: 'Timeout',
};

const ENTRIES = {
  root_cause: 'cause',
  ack: 'acknowledged',
  assign: 'assigned',
  mitigate: 'mitigation',
};

export const OUTCOMES = ['completed', 'failed', 'expired', 'blocked', 'cancelled'];

export const severityName = (code) => SEVERITIES[code]?.name ?? 'Unknown severity';
export const causeText = (code) => CAUSES[code] ?? plain(code);
export const reachText = (code) => REACHES[code] ?? plain(code);
export const whyText = (code) => WHYS[code] ?? `It takes no calls: ${plain(code)}.`;
export const breakerText = (code) => BREAKERS[code] ?? plain(code);
export const actionText = (code) => ACTIONS[code] ?? plain(code);
export const entryText = (code) => ENTRIES[code] ?? plain(code);

/** rate_limited becomes rate limited. */
export function plain(code) {
  return String(code ?? '').replaceAll('_', ' ');
}
