/** The steps that an incident advises. */

import { h } from './dom.js';
import { button, chip, commandLine } from './parts.js';
import { askCommand } from './dialogs.js';
import { draftOf, isInForce } from './control.js';
import { mayMitigate, store } from './store.js';

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
        const draft = step.command ? draftOf(step.command) : null;
        return h(
          'li',
          { key: `${i} ${step.text}` },
          h(
            'div',
            { class: 'step' },
            h('p', null, step.text),
            draft && isInForce(draft, store.state.commands)
              ? chip('good', 'in force')
              : draft && mayMitigate()
                ? button('Do this', () => askCommand({ ...draft, fixed: true }), { kind: 'small do', label: `Do this: ${step.text}` })
                : null,
          ),
          step.command ? commandLine(step.command) : null,
        );
      }),
    ),
  );
}
