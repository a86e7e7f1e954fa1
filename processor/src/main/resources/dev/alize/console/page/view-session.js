/** The question for a token. */

import { h } from './dom.js';
import { changed, signIn } from './store.js';

const asked = { failure: null, sending: false };

export const title = () => 'Sign in';

export function view() {
  return h(
    'section',
    { key: 'session', class: 'panel session', 'aria-labelledby': 'session-title' },
    h('h1', { id: 'session-title', tabindex: '-1' }, 'This console needs a token'),
    h('p', { class: 'soft' }, 'Whoever runs this instance has one for reading, and one for mitigating. It is not kept in the browser: a session takes its place.'),
    h(
      'form',
      { novalidate: true, on: { submit } },
      h(
        'div',
        { class: 'field' },
        h('label', { for: 'token' }, 'Token'),
        h('input', {
          id: 'token',
          name: 'token',
          type: 'password',
          autocomplete: 'off',
          spellcheck: 'false',
          maxlength: 1000,
          'aria-describedby': asked.failure ? 'token-wrong' : null,
          'aria-invalid': asked.failure ? 'true' : null,
        }),
        h('p', { id: 'token-wrong', class: 'wrong', role: 'alert' }, asked.failure),
      ),
      h('div', { class: 'buttons' }, h('button', { type: 'submit', class: 'button main', 'aria-disabled': asked.sending ? 'true' : null }, asked.sending ? 'Asking' : 'Sign in')),
    ),
  );
}

async function submit(event) {
  event.preventDefault();
  const input = event.currentTarget.querySelector('input');
  if (asked.sending || input.value === '') {
    input.focus();
    return;
  }
  Object.assign(asked, { sending: true, failure: null });
  changed();
  try {
    await signIn(input.value.trim());
    input.value = '';
  } catch (problem) {
    asked.failure = problem.message;
    input.focus();
    input.select();
  }
  asked.sending = false;
  changed();
}
