/**
 * Questions before something is done: native dialogs, which keep the focus inside and close with Escape. What the page
 * learns meanwhile does not touch them.
 */

import { h, render } from './dom.js';
import { announce } from './announce.js';
import { aimed, besides, bodyOf, COMMANDS, commandOf, DURATIONS, isLifting, LONGEST_NAME, LONGEST_REASON, LONGEST_TEXT, problems, verbOf, whereOf } from './control.js';
import * as api from './api.js';
import { expired, store } from './store.js';
import { openIncidents } from './headline.js';

const NAME = 'alize.console.by';

/** @param {{command, target, value?, time?, reason?}} given what is filled in already */
export function askCommand(given) {
  const fixed = Boolean(given.fixed);
  const draft = {
    command: 'pause',
    value: null,
    time: '30m',
    ...given,
    reason: given.reason || incidentOf(given.target),
    by: remembered(),
  };
  draft.value ??= commandOf(draft.command).value?.start ?? null;
  // As it was when the question was put: the button must not come to mean something else.
  const commands = store.state?.commands;
  const aim = () => aimed(draft, commands);
  open({
    title: () => (fixed ? verbOf(aim()) : `Mitigate ${whereOf(draft.target)}`),
    draft,
    problems: () => problems(draft),
    done: () => verbOf(aim()),
    danger: () => !isLifting(draft),
    send: () => api.control(bodyOf(aim())),
    said: () => 'Accepted. It is in force on all instances within 2 s, and shows under Commands in force.',
    fields: (again, wrong) => commandFields(draft, { fixed, target: aim().target, more: besides(draft, commands) }, again, wrong),
  });
}

/** @param {{fixed, target, more}} about whether the command can be chosen, what it really is for, and what else is to be known */
function commandFields(draft, { fixed, target, more }, again, wrong) {
  const command = commandOf(draft.command);
  const where = whereOf(target);
  const lifts = isLifting(draft);
  return [
    fixed
      ? null
      : h(
          'fieldset',
          { key: 'command', class: 'choices' },
          h('legend', null, 'What to do'),
          COMMANDS.map((one) =>
            h(
              'label',
              { key: one.command, class: 'choice' },
              h('input', {
                type: 'radio',
                name: 'command',
                init: { checked: one.command === draft.command },
                value: one.command,
                on: {
                  change: () => {
                    draft.command = one.command;
                    draft.value = one.value?.start ?? null;
                    again();
                  },
                },
              }),
              h('span', null, one.title),
            ),
          ),
        ),
    h(
      'p',
      { key: 'effect', class: 'effect', id: 'dialog-effect' },
      draft.value === 'off'
        ? `Lifts the ${command.noun} of ${where}: what the configuration says counts again.`
        : command.effect(where, target === '*'),
    ),
    more ? h('p', { key: 'more', class: 'warning' }, more) : null,
    draft.target === '*' && draft.command === 'pause'
      ? h('p', { key: 'all', class: 'warning' }, 'While all targets are paused, no request is answered.')
      : null,
    command.value && draft.value !== 'off'
      ? field({ key: `value-${draft.command}`, name: 'value', label: command.value.label, hint: command.value.hint, draft, wrong, again, mode: command.value.mode })
      : null,
    lifts ? null : duration(draft),
    field({ key: 'reason', name: 'reason', label: 'Reason', hint: `${lifts ? 'optional, ' : ''}for the audit trail; no personal data`, draft, wrong, again, most: LONGEST_REASON }),
    field({ key: 'by', name: 'by', label: 'Your name', hint: 'for the audit trail', draft, wrong, again, most: LONGEST_NAME, complete: 'username' }),
  ];
}

function duration(draft) {
  const known = DURATIONS.some(([code]) => code === draft.time);
  const all = known ? DURATIONS : [[draft.time, draft.time], ...DURATIONS];
  return h(
    'div',
    { key: 'time', class: 'field' },
    h('label', { for: 'dialog-time' }, 'For how long'),
    h(
      'select',
      { id: 'dialog-time', on: { change: (event) => (draft.time = event.currentTarget.value) } },
      all.map(([code, name]) => h('option', { key: code, value: code, init: { defaultSelected: code === draft.time } }, name)),
    ),
  );
}

const ACTIONS = {
  ack: { title: 'Acknowledge', hint: 'optional', effect: 'Says that you have seen it. Alerts stop asking for somebody.' },
  assign: { title: 'Assign', name: true, label: 'Who leads (incident commander)', effect: 'Names who leads from now on.' },
  note: { title: 'Add a note', effect: 'Adds a row to the timeline and to the postmortem.' },
  mitigate: { title: 'Mark as mitigating', label: 'What is done', effect: 'Sets the status to mitigating. It does nothing to the requests.' },
  cause: { title: 'Set the cause', label: 'What the cause was', effect: 'Goes into the postmortem as the root cause.' },
  resolve: {
    title: 'Resolve',
    hint: 'optional',
    danger: true,
    effect: 'Closes it. While it still fails, it is not opened again until it was well for a while.',
  },
};

/** What operators can say of an incident, in the order in which it is offered. */
export const SAYINGS = Object.entries(ACTIONS).map(([action, one]) => [action, one.title]);

export function askIncident(incident, action, then) {
  const one = ACTIONS[action];
  const draft = { text: '', by: remembered() };
  const optional = one.hint === 'optional';
  if (one.name) {
    draft.text = draft.by;
  }
  open({
    title: () => one.title,
    draft,
    problems: () => ({
      ...(optional || draft.text.trim() ? {} : { text: 'Say something here.' }),
      ...(draft.by.trim() ? {} : { by: 'Say who you are: the audit trail keeps it.' }),
    }),
    done: () => one.title,
    danger: () => Boolean(one.danger),
    send: () => api.say(incident.id, { action, text: draft.text.trim(), by: draft.by.trim() }),
    said: () => 'Accepted. It is in the timeline within a few seconds.',
    then,
    fields: (again, wrong) => [
      h('p', { key: 'which', class: 'which' }, h('b', null, incident.severity), ` ${incident.title}`),
      h('p', { key: 'effect', class: 'effect', id: 'dialog-effect' }, one.effect),
      field({
        key: 'text',
        name: 'text',
        label: one.label ?? 'Text',
        hint: one.name ? '' : [one.hint, 'no personal data: the trail cannot be changed'].filter(Boolean).join('; '),
        draft,
        wrong,
        again,
        most: one.name ? LONGEST_NAME : LONGEST_TEXT,
        long: !one.name,
      }),
      field({ key: 'by', name: 'by', label: 'Your name', hint: 'for the audit trail', draft, wrong, again, most: LONGEST_NAME, complete: 'username' }),
    ],
  });
}

function field({ key, name, label, hint, draft, wrong, again, most, mode, long, complete = 'off' }) {
  const id = `dialog-${name}`;
  const described = [hint ? `${id}-hint` : null, wrong[name] ? `${id}-wrong` : null].filter(Boolean).join(' ');
  return h(
    'div',
    { key, class: 'field' },
    h('label', { for: id }, label, hint ? h('span', { id: `${id}-hint`, class: 'hint' }, ` ${hint}`) : null),
    h(long ? 'textarea' : 'input', {
      id,
      name,
      maxlength: most,
      rows: long ? 3 : null,
      type: long ? null : 'text',
      inputmode: mode,
      autocomplete: complete,
      'aria-describedby': described || null,
      'aria-invalid': wrong[name] ? 'true' : null,
      init: { value: draft[name] ?? '' },
      on: {
        input: (event) => {
          draft[name] = event.currentTarget.value;
          delete wrong[name];
          again();
        },
      },
    }),
    wrong[name] ? h('p', { id: `${id}-wrong`, class: 'wrong' }, wrong[name]) : null,
  );
}

/** One dialog at a time. */
function open(question) {
  const dialog = document.createElement('dialog');
  dialog.setAttribute('aria-labelledby', 'dialog-title');
  dialog.setAttribute('aria-describedby', 'dialog-effect');
  let wrong = {};
  let failure = null;
  let sending = false;
  const again = () => render(dialog, form());
  const submit = async (event) => {
    event.preventDefault();
    if (sending) {
      return;
    }
    wrong = question.problems();
    failure = null;
    if (Object.keys(wrong).length > 0) {
      again();
      dialog.querySelector('[aria-invalid]')?.focus();
      return;
    }
    sending = true;
    again();
    try {
      await question.send();
      remember(question.draft.by.trim());
      dialog.close();
      announce(question.said());
      question.then?.();
    } catch (problem) {
      sending = false;
      failure = problem.message;
      again();
      if (problem.status === 401) {
        dialog.close();
        expired();
      }
    }
  };
  const form = () =>
    h(
      'form',
      { on: { submit }, novalidate: true, autocomplete: 'on' },
      h('h2', { id: 'dialog-title' }, question.title()),
      question.fields(again, wrong),
      h('p', { key: 'failure', class: 'wrong', role: 'alert' }, failure),
      h(
        'div',
        { key: 'buttons', class: 'buttons' },
        h('button', { type: 'button', class: 'button', on: { click: () => dialog.close() } }, 'Cancel'),
        h(
          'button',
          { type: 'submit', class: `button ${question.danger() ? 'danger' : 'main'}`, 'aria-disabled': sending ? 'true' : null },
          sending ? 'Sending' : question.done(),
        ),
      ),
    );
  const opener = document.activeElement;
  dialog.addEventListener('close', () => {
    dialog.remove();
    (opener?.isConnected ? opener : document.querySelector('main h1'))?.focus();
  });
  again();
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector('input:checked, input, textarea, select')?.focus();
}

/** The open incident of a target is why something is done to it, as far as anybody knows. */
function incidentOf(target) {
  const open = openIncidents(store.state ?? {});
  const mine = open.find((one) => one.targets?.includes(target)) ?? (target === '*' ? open[0] : undefined);
  return mine?.id ?? '';
}

function remembered() {
  try {
    return localStorage.getItem(NAME) ?? '';
  } catch {
    return '';
  }
}

function remember(name) {
  try {
    localStorage.setItem(NAME, name);
  } catch {
    // Then it is typed again next time.
  }
}
