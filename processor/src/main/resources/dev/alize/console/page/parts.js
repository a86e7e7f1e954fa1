/** Small pieces that the views share. */

import { h } from './dom.js';
import * as format from './format.js';
import { severityName } from './words.js';
import { now } from './store.js';
import { announce } from './announce.js';

/** A moment, in the reader's zone, with UTC in its title. */
export function moment(at, exact = false) {
  if (!format.isMoment(at)) {
    return 'unknown';
  }
  return h('time', { datetime: new Date(at).toISOString(), title: exact ? format.exactUtc(at) : format.utc(at) }, format.clock(at, now()));
}

/** Since when, and for how long. */
export function since(at) {
  return [moment(at), h('span', { class: 'soft' }, ` (${format.span(now() - at)} ago)`)];
}

export function severity(code, long = false) {
  return h('span', { class: `severity ${/^P[1-4]$/.test(code) ? code : 'P4'}` }, code, long ? ` ${severityName(code)}` : h('span', { class: 'hidden' }, ` ${severityName(code)}`));
}

/** tone: good, warn, bad or none. The text says it, too. */
export function chip(tone, text) {
  return h('span', { class: `chip ${tone}` }, text);
}

/** A share as a bar, for the eye only: the text beside it says it. */
export function bar(part, whole, tone = '') {
  const share = whole > 0 ? Math.min(1, Math.max(0, part / whole)) : 0;
  return h('span', { class: `bar ${tone}`, 'aria-hidden': 'true' }, h('span', { style: { width: `${(share * 100).toFixed(1)}%` } }));
}

/** A button. kind: '', main, danger or link. */
export function button(text, click, { kind = '', label, disabled, expanded, key } = {}) {
  return h(
    'button',
    { key, type: 'button', class: `button ${kind}`, 'aria-label': label, disabled, 'aria-expanded': expanded, on: { click } },
    text,
  );
}

/** A command line as text to copy. */
export function commandLine(text) {
  return h(
    'div',
    { class: 'command' },
    // Words stay whole: '--for' must not end a line as '-'.
    h('code', null, text.split(' ').map((word, i) => [i > 0 ? ' ' : null, h('span', { class: 'word' }, word)])),
    button('Copy', (event) => copy(text, event.currentTarget), { kind: 'small', label: `Copy the command ${text}` }),
  );
}

async function copy(text, from) {
  try {
    await navigator.clipboard.writeText(text);
    announce('Copied.');
  } catch {
    // Without the right to the clipboard (no TLS) it is selected, to be copied by hand.
    const range = document.createRange();
    range.selectNodeContents(from.previousElementSibling);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    announce('Selected: copy it with the keyboard or the menu.');
  }
}

/**
 * A table that becomes a list of cards where there is little room. The roles keep it a table for screen readers then.
 *
 * columns: [{name, class?}]; rows: [{key, cells: [...], class?}], the first cell of each is its header.
 */
export function table(caption, columns, rows, { shown = false, name = '' } = {}) {
  return h(
    'table',
    { role: 'table', class: `cards ${name}` },
    h('caption', { class: shown ? '' : 'hidden' }, caption),
    h(
      'thead',
      { role: 'rowgroup' },
      h('tr', { role: 'row' }, columns.map((one) => h('th', { role: 'columnheader', scope: 'col', class: one.class }, one.name))),
    ),
    h(
      'tbody',
      { role: 'rowgroup' },
      rows.map((row) =>
        h(
          'tr',
          { key: row.key, role: 'row', class: row.class },
          row.cells.map((cell, i) =>
            i === 0
              ? h('th', { role: 'rowheader', scope: 'row', class: columns[i].class }, cell)
              : h('td', { role: 'cell', class: columns[i].class, 'data-name': columns[i].name }, cell),
          ),
        ),
      ),
    ),
  );
}

/** A section with its heading, and what stands beside that. */
export function section(id, title, { aside, note, level = 'h2' } = {}, ...children) {
  return h(
    'section',
    { key: id, id, class: 'panel', 'aria-labelledby': `${id}-title` },
    h('div', { class: 'panel-head' }, h(level, { id: `${id}-title` }, title), note ? h('p', { class: 'soft' }, note) : null, aside ?? null),
    children,
  );
}

/** In place of what the server has not read out of Kafka yet. */
export function unread(what) {
  return h('p', { key: 'unread', class: 'soft' }, `Reading ${what} ...`);
}

export function fact(name, ...value) {
  return h('div', { key: name, class: 'fact' }, h('dt', null, name), h('dd', null, value));
}
