/** The first view: what is wrong and what to do, then how everything stands. */

import { h } from './dom.js';
import * as format from './format.js';
import { bar, button, chip, commandLine, fact, moment, section, severity, since, table } from './parts.js';
import { about, acknowledgement, books, headline, names } from './headline.js';
import { actionText, breakerText, plain, reachText, whyText } from './words.js';
import { askCommand, askIncident } from './dialogs.js';
import { commandName, draftOf, lifting } from './control.js';
import { mayMitigate, now, readIncident, store } from './store.js';
import { requestsChart } from './view-outcomes.js';
import { held } from './order.js';

const FEW = 8;
const MOST_IN_TROUBLE = 20;
const MORE_INCIDENTS = 4;
const STEPS = 2;
const RECENT = 20_000;
const ui = { allTargets: false };

export const title = () => headline(store.state).text;

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
  const last = lastMinutes(state.outcomes, 5);
  const calls = targets.length === 1 ? 'The target takes calls.' : `${targets.length === 2 ? 'Both' : `All ${format.count(targets.length)}`} targets take calls.`;
  return `${calls} In the last 5 minutes ${format.counted(last.completed, 'request')} completed, ${format.count(last.failed + last.expired)} failed or expired.`;
}

export function lastMinutes(outcomes, minutes) {
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

/** The steps of the runbook: as text to copy, and as a button where the console can do it. */
export function advice(incident, most = Infinity, heading = null) {
  return h(
    'div',
    { key: 'advice', class: 'advice' },
    heading ? h('h2', { class: 'minor' }, heading) : null,
    h(
      'ol',
      null,
      incident.advice.slice(0, most).map((step, i) => {
        const draft = step.command && mayMitigate() ? draftOf(step.command) : null;
        return h(
          'li',
          { key: `${i} ${step.text}` },
          h(
            'div',
            { class: 'step' },
            h('p', null, step.text),
            step.command && inForce(step.command)
              ? chip('good', 'in force')
              : draft
                ? button('Do this', () => askCommand({ ...draft, fixed: true }), { kind: 'small do', label: `Do this: ${step.text}` })
                : null,
          ),
          step.command ? commandLine(step.command) : null,
        );
      }),
    ),
  );
}

/** Whether what a command line does is in force already. */
function inForce(line) {
  const draft = draftOf(line);
  return draft !== null && (store.state.commands ?? []).some((one) => commandName(one.action) === draft.command && (one.target ?? '*') === draft.target);
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

const rank = (one) => (!one.takes_calls || one.status === 'unhealthy' ? 0 : one.status === 'healthy' ? 2 : 1);

function targets(state, again) {
  const all = state.targets ?? [];
  const sorted = held('targets', all, (one) => one.id, rank);
  const bad = sorted.filter((one) => rank(one) < 2).length;
  const few = Math.max(FEW, Math.min(bad, MOST_IN_TROUBLE));
  const shown = ui.allTargets ? sorted : sorted.slice(0, few);
  const groups = new Map((state.quotas ?? []).map((one) => [one.group, one]));
  const columns = ['Target', 'Takes calls', 'Breaker', 'Open calls', 'Latency', 'Errors in 5 min', 'Quota used'].map((name) => ({ name }));
  if (mayMitigate()) {
    columns.push({ name: 'Act', class: 'act' });
  }
  return section(
    'targets',
    'Targets',
    {
      note: `${format.counted(all.length, 'target')}${bad > 0 ? `, ${format.count(bad)} not healthy` : ''}, as this instance sees them`,
      aside: mayMitigate() && all.length > 0 ? button('Act on all targets', () => askCommand({ target: '*' }), { kind: 'small' }) : null,
    },
    all.length === 0
      ? h('p', { class: 'soft' }, 'No target is known yet.')
      : table(
          'Targets, those in trouble first',
          columns,
          shown.map((one) => ({ key: one.id, class: rank(one) < 2 ? 'trouble' : '', cells: targetCells(one, groups.get(one.group), state) })),
          { name: 'targets' },
        ),
    sorted.length > few
      ? button(
          ui.allTargets ? `Show ${few} only` : `Show all ${format.count(sorted.length)} targets`,
          () => {
            ui.allTargets = !ui.allTargets;
            again();
          },
          { kind: 'small', expanded: String(ui.allTargets) },
        )
      : null,
  );
}

function targetCells(one, quota, state) {
  const paused = (state.commands ?? []).find((c) => c.action === 'pause' && (c.target === one.id || c.target === null));
  const cells = [
    [h('span', { class: 'name' }, one.id), h('span', { class: 'sub' }, [one.provider, one.model].filter(Boolean).join(', '))],
    [
      one.takes_calls
        ? chip(one.status === 'healthy' ? 'good' : 'warn', one.status === 'healthy' ? 'yes' : `yes, ${plain(one.status)}`)
        : chip('bad', 'no'),
      one.takes_calls ? null : h('span', { class: 'sub why' }, one.why === 'paused' && paused ? pausedBy(paused) : whyText(one.why)),
    ],
    h('span', { class: one.breaker === 'closed' ? '' : 'strong' }, breakerText(one.breaker)),
    one.max_concurrency
      ? [
          `${format.count(one.open_calls)} of ${format.count(one.max_concurrency)}`,
          bar(one.open_calls, one.max_concurrency, one.open_calls >= one.max_concurrency ? 'full' : ''),
        ]
      : format.count(one.open_calls),
    latency(one),
    errors(one),
    quota ? quotaCell(quota) : h('span', { class: 'soft' }, 'no limits known'),
  ];
  if (mayMitigate()) {
    cells.push(
      h(
        'span',
        { class: 'acts' },
        paused && paused.target === one.id
          ? button('Resume', () => askCommand({ command: 'resume', target: one.id, fixed: true }), { kind: 'small', label: `Resume ${one.id}`, key: 'resume' })
          : null,
        button('Mitigate', () => askCommand({ target: one.id, command: paused ? 'resume' : 'pause' }), { kind: 'small', label: `Mitigate ${one.id}`, key: 'mitigate' }),
      ),
    );
  }
  return cells;
}

function pausedBy(command) {
  return [`Paused by ${command.by}`, command.until ? [' until ', moment(command.until)] : null, command.reason ? `: ${command.reason}` : '', '.'];
}

function latency(one) {
  if (!one.last_outcome && typeof one.latency_p50_seconds !== 'number') {
    return h('span', { class: 'soft' }, 'no calls yet');
  }
  if (typeof one.latency_p50_seconds !== 'number' && !one.latency_seconds) {
    return h('span', { class: 'soft' }, 'no answer yet');
  }
  if (typeof one.latency_p50_seconds !== 'number') {
    return [format.seconds(one.latency_seconds), h('span', { class: 'sub' }, `last call ${format.span((one.seconds_since_last_outcome ?? 0) * 1000)} ago`)];
  }
  return [
    format.seconds(one.latency_p50_seconds),
    h('span', { class: 'sub' }, typeof one.latency_p95_seconds === 'number' ? `95 % within ${format.seconds(one.latency_p95_seconds)}` : 'median'),
  ];
}

function errors(one) {
  const kinds = Object.entries(one.errors_5m ?? {}).sort((a, b) => b[1] - a[1]);
  const sum = kinds.reduce((all, [, n]) => all + n, 0);
  if (sum === 0) {
    return one.attempts_5m > 0 ? ['none', h('span', { class: 'sub' }, `of ${format.counted(one.attempts_5m, 'call')}`)] : h('span', { class: 'soft' }, 'no calls');
  }
  const most = kinds.slice(0, 2).map(([kind, n]) => `${plain(kind)} ${format.count(n)}`);
  const rest = kinds.length - 2;
  return [
    h('span', { class: 'strong' }, `${format.count(sum)}, ${format.percent(sum, one.attempts_5m)}`),
    h('span', { class: 'sub' }, most.join(', '), rest > 0 ? `, ${format.counted(rest, 'more kind')}` : ''),
  ];
}

function quotaCell(quota) {
  if (quota.stopped) {
    return chip('bad', 'no quota at all');
  }
  const [tightest, ...others] = [...(quota.windows ?? [])].sort((a, b) => b.used / b.limit - a.used / a.limit);
  return [
    tightest
      ? h(
          'span',
          { key: 'tightest' },
          `${format.compact(tightest.used)} of ${format.compact(tightest.limit)} ${plain(tightest.kind)}`,
          bar(tightest.used, tightest.limit, tightest.used >= tightest.limit * 0.95 ? 'full' : ''),
          h('span', { class: 'sub' }, `${left(tightest)} left in ${window(tightest.seconds)}`),
        )
      : null,
    others.slice(0, 1).map((one) => h('span', { key: 'other', class: 'sub' }, `${plain(one.kind)}: ${format.compact(one.used)} of ${format.compact(one.limit)}, ${left(one)} left in ${window(one.seconds)}`)),
    others.length > 1 ? h('span', { key: 'more', class: 'sub' }, `and ${format.counted(others.length - 1, 'more limit')}`) : null,
    quota.paused_seconds > 0 ? h('span', { key: 'paused', class: 'sub why' }, `after a 429 no call for ${format.seconds(quota.paused_seconds)}`) : null,
    quota.share < 0.995 ? h('span', { key: 'share', class: 'sub' }, `this instance may use ${format.percent(quota.share, 1)}`) : null,
  ];
}

const left = (one) => format.compact(Math.max(0, one.limit - one.used));
const window = (seconds) => (seconds >= 120 ? format.span(seconds * 1000) : format.seconds(seconds));

function waiting(state) {
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

function commands(state) {
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

function spent(state) {
  const hours = state.usage?.hours ?? [];
  const last = hours.at(-1);
  const sum = (pick) => hours.reduce((all, hour) => all + Number(pick(hour) ?? 0), 0);
  const late = books(state.books);
  return section(
    'spent',
    'Usage',
    { note: `${format.lastHours(hours.length)}, all instances`, aside: h('a', { class: 'button small', href: '#/usage' }, 'By target and tenant') },
    late.length > 0 ? h('p', { class: 'warning' }, late[0]) : null,
    h(
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
