/** Live mitigations: what they are called, what they do, and the command lines of an incident's advice. Pure. */

export const DURATIONS = [
  ['10m', '10 minutes'],
  ['30m', '30 minutes'],
  ['1h', '1 hour'],
  ['4h', '4 hours'],
  ['24h', '24 hours'],
  ['', 'until it is lifted'],
];

const DURATION = /^[1-9][0-9]{0,8}(ms|s|m|h)$/;
const MOST_CALLS = 1_000_000;
export const LONGEST_REASON = 256;
export const LONGEST_TEXT = 1_000;
export const LONGEST_NAME = 60;

/** What can be done, in the order in which it is offered. `lifts`: takes no duration, and needs no reason. */
export const COMMANDS = [
  {
    command: 'pause',
    title: 'Pause',
    effect: (where) => `Starts no more calls at ${where}. Calls that are open go on; requests wait or go to the next target of their route.`,
    verb: (where) => `Pause ${where}`,
  },
  {
    command: 'resume',
    title: 'Resume',
    lifts: true,
    effect: (where) => `Lifts the pause of ${where}: calls start again at once.`,
    verb: (where) => `Resume ${where}`,
  },
  {
    command: 'max-concurrency',
    title: 'Max concurrency',
    noun: 'bound',
    value: { label: 'Calls open at a time, on each instance', hint: '1 to 1,000,000', start: '3', mode: 'numeric' },
    effect: (where) => `Bounds the calls that each instance has open at ${where}. The others wait.`,
    verb: (where, value) => `Bound ${where} to ${value || 'so many'}`,
  },
  {
    command: 'force-fallback',
    title: 'Force fallback',
    noun: 'fallback',
    value: null,
    fixed: 'on',
    effect: (where, all) =>
      all
        ? 'Skips the first target of every route that has another one.'
        : `Skips ${where} while the route of a request has another target. Requests without one still go there.`,
    verb: (where) => `Fall back from ${where}`,
  },
  {
    command: 'timeout',
    title: 'Timeout',
    noun: 'timeout',
    value: { label: 'Time that a call may take', hint: 'such as 90s or 5m', start: '120s', mode: 'text' },
    effect: (where) => `Changes how long a call at ${where} may take before it counts as failed.`,
    verb: (where, value) => `Set the timeout of ${where} to ${value || 'so long'}`,
  },
];

export const commandOf = (name) => COMMANDS.find((one) => one.command === name);

/** The target in a sentence. */
export const whereOf = (target) => (target === '*' ? 'all targets' : target);

/** What a draft does, for its title and its button. */
export function verbOf(draft) {
  const where = whereOf(draft.target);
  const command = commandOf(draft.command);
  return draft.value === 'off' ? `Lift the ${command.noun} of ${where}` : command.verb(where, draft.value);
}

/** The command on a topic or in the state (`max_concurrency`) as the command line says it. */
export const commandName = (action) => String(action).replaceAll('_', '-');

/** The body of POST /control that lifts a command in force. */
export function lifting(action, target) {
  const command = commandName(action);
  return { command: command === 'pause' ? 'resume' : command, target: target ?? '*', value: command === 'pause' ? null : 'off' };
}

/** The pause that keeps a target from its calls, its own before that of all; undefined where there is none. */
export function pauseOf(commands, target) {
  const pauses = (commands ?? []).filter((one) => one.action === 'pause');
  return pauses.find((one) => one.target === target) ?? pauses.find((one) => (one.target ?? null) === null);
}

/** What a draft really is for: to resume one target lifts nothing while only the pause of all is in force. */
export function aimed(draft, commands) {
  const pause = draft.command === 'resume' ? pauseOf(commands, draft.target) : undefined;
  return pause && (pause.target ?? null) === null ? { ...draft, target: '*' } : draft;
}

/** What resuming does beyond the target that was asked for, or does not do, as a sentence; null where it is as asked. */
export function besides(draft, commands) {
  if (draft.command !== 'resume' || draft.target === '*' || !pauseOf(commands, null)) {
    return null;
  }
  return aimed(draft, commands).target === '*'
    ? `Not ${draft.target} alone is paused: the pause is one of all targets, and is lifted for all.`
    : `All targets are paused, too: ${draft.target} takes no calls until that is lifted as well.`;
}

/** Whether what a draft does is in force already, with the same value. */
export function isInForce(draft, commands) {
  const same = (one) => commandName(one.action) === draft.command && (one.target ?? '*') === draft.target && sameValue(one.value, draft);
  return !isLifting(draft) && (commands ?? []).some(same);
}

function sameValue(value, draft) {
  if (!commandOf(draft.command).value) {
    return true;
  }
  return Number(value) === (draft.command === 'timeout' ? milliseconds(draft.value) : Number(draft.value));
}

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** Of a duration such as 90s; NaN where it is none. */
const milliseconds = (text) => (DURATION.test(text) ? parseInt(text, 10) * UNITS[DURATION.exec(text)[1]] : NaN);

/** What is wrong with what was filled in, by field; empty where nothing is. */
export function problems(draft) {
  const wrong = {};
  const command = commandOf(draft.command);
  if (command?.value && draft.value !== 'off') {
    const value = String(draft.value ?? '').trim();
    if (draft.command === 'timeout' && !DURATION.test(value)) {
      wrong.value = `Got '${value}', expected a duration such as 500ms, 90s or 5m.`;
    }
    if (draft.command === 'max-concurrency' && !(/^[0-9]{1,7}$/.test(value) && Number(value) >= 1 && Number(value) <= MOST_CALLS)) {
      wrong.value = `Got '${value}', expected 1 to 1,000,000. To stop calls: Pause.`;
    }
  }
  if (!isLifting(draft)) {
    if (draft.time && !DURATION.test(draft.time)) {
      wrong.time = `Got '${draft.time}', expected a duration such as 90s, 5m or 2h.`;
    }
    if (!draft.reason?.trim()) {
      wrong.reason = 'Say why in a few words: the audit trail keeps it.';
    }
  }
  if (!draft.by?.trim()) {
    wrong.by = 'Say who you are: the audit trail keeps it.';
  }
  return wrong;
}

export const isLifting = (draft) => commandOf(draft.command)?.lifts === true || draft.value === 'off';

/** The body of POST /control. */
export function bodyOf(draft) {
  const command = commandOf(draft.command);
  const lifts = isLifting(draft);
  let value = null;
  if (command.fixed) {
    value = draft.value === 'off' ? 'off' : command.fixed;
  } else if (command.value) {
    const text = String(draft.value).trim();
    value = draft.command === 'max-concurrency' && text !== 'off' ? Number(text) : text;
  }
  return {
    command: draft.command,
    target: draft.target,
    value,
    for: lifts || !draft.time ? null : draft.time,
    reason: draft.reason?.trim() || null,
    by: draft.by.trim(),
  };
}

/**
 * An `alize control` line of an incident's advice as a draft for the dialog.
 *
 * @return {{command, target, value, time, reason}|null} null where it is none that can be done here
 */
export function draftOf(line) {
  const words = split(line);
  if (words[0] !== 'alize' || words[1] !== 'control' || !commandOf(words[2])) {
    return null;
  }
  const draft = { command: words[2], target: null, value: null, time: '', reason: '' };
  const plain = [];
  for (let i = 3; i < words.length; i += 1) {
    if (words[i] === '--all') {
      draft.target = '*';
    } else if (words[i] === '--for' || words[i] === '--reason') {
      draft[words[i] === '--for' ? 'time' : 'reason'] = words[i + 1] ?? '';
      i += 1;
    } else if (words[i].startsWith('--')) {
      return null;
    } else {
      plain.push(words[i]);
    }
  }
  return place(draft, plain);
}

function place(draft, words) {
  const command = commandOf(draft.command);
  const rest = [...words];
  if (command.fixed) {
    draft.value = rest.shift() ?? null;
    draft.target = rest.shift() ?? '*';
  } else {
    draft.target ??= rest.shift() ?? null;
    if (command.value) {
      draft.value = rest.shift() ?? null;
    }
  }
  const complete = draft.target && (!(command.value || command.fixed) || draft.value) && rest.length === 0;
  return complete ? draft : null;
}

/** Words as a shell reads them, for single and double quotes and backslashes. */
export function split(line) {
  const words = [];
  let word = null;
  let quote = null;
  for (let i = 0; i < line.length; i += 1) {
    const c = line[i];
    if (quote) {
      if (c === quote) {
        quote = null;
      } else {
        word += c;
      }
    } else if (c === "'" || c === '"') {
      quote = c;
      word ??= '';
    } else if (c === '\\' && i + 1 < line.length) {
      i += 1;
      word = (word ?? '') + line[i];
    } else if (/\s/.test(c)) {
      if (word !== null) {
        words.push(word);
        word = null;
      }
    } else {
      word = (word ?? '') + c;
    }
  }
  return word === null ? words : [...words, word];
}
