/** The console's page: which view is shown, and when it is drawn again. */

import { h, render } from './dom.js';
import * as format from './format.js';
import { button } from './parts.js';
import { headlineIs } from './announce.js';
import { headline } from './headline.js';
import { age, isStale, now, onChange, retry, signOut, start, store, wake, watch } from './store.js';
import * as nowView from './view-now.js';
import * as incidents from './view-incidents.js';
import * as requests from './view-requests.js';
import * as usage from './view-usage.js';
import * as session from './view-session.js';

const NAV = [
  ['', 'Now'],
  ['incidents', 'Incidents'],
  ['requests', 'Requests'],
  ['usage', 'Usage'],
];
const HOME = format.zoneName();
const BEAT = 1_000;
const LIVE = 3_000;

let asked = false;
let shown = null;

/** Draws the page once before the next frame, however often it is asked to. */
function again() {
  if (!asked) {
    asked = true;
    requestAnimationFrame(draw);
  }
}

function draw() {
  asked = false;
  const route = where();
  const page = pageOf(route);
  const onHeading = document.activeElement?.matches('#view h1');
  const said = headlineNow();
  render(document.getElementById('bar'), barOf(route, said));
  render(document.getElementById('banner'), banner());
  show(page, said);
  render(document.getElementById('foot'), foot());
  if (shown !== page.name) {
    arrive(page.name);
  } else if (onHeading && document.activeElement === document.body) {
    heading()?.focus({ preventScroll: true });
  }
}

const heading = () => document.querySelector('#view h1');

/** Null where there is no data, or none that makes sense. */
function headlineNow() {
  try {
    return store.state ? headline(store.state) : null;
  } catch {
    return null;
  }
}

/** A view that fails must not leave an old one standing as if it were current. */
function show(page, said) {
  try {
    render(document.getElementById('view'), page.view());
    document.title = titleOf(page, said);
    if (said) {
      headlineIs(said.spoken);
    }
  } catch (failure) {
    console.error(failure);
    render(document.getElementById('view'), broken(failure));
  }
}

function broken(failure) {
  return h(
    'div',
    { key: 'broken', class: 'panel' },
    h('h1', { tabindex: '-1' }, 'The page cannot show this data'),
    h('p', null, `${failure}`),
    h('p', { class: 'soft' }, 'It tries again with the next news. Meanwhile: alize incidents list, alize doctor, alize control show.'),
  );
}

/** The name of a view, what follows it, and its question. */
function where() {
  const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const [name, ...rest] = path.split('/');
  return { name, rest: decoded(rest.join('/')), query: new URLSearchParams(query) };
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function pageOf({ name, rest, query }) {
  if (store.session?.token_required && !store.session.role) {
    return { name: 'session', title: session.title, view: session.view };
  }
  if (!store.state) {
    return { name: 'loading', title: () => 'Connecting', view: loading };
  }
  switch (name) {
    case 'incidents':
      return rest
        ? { name: `incidents/${rest}`, title: () => incidents.oneTitle(rest), view: () => incidents.one(rest) }
        : { name, title: incidents.listTitle, view: incidents.list };
    case 'requests':
      return { name, title: requests.title, view: () => requests.view(query) };
    case 'usage':
      return { name, title: usage.title, view: usage.view };
    default:
      return { name: '', title: nowView.title, view: () => nowView.view(again) };
  }
}

function loading() {
  return h(
    'div',
    { key: 'loading', class: 'panel' },
    h('h1', { tabindex: '-1' }, store.refusal ? 'The console refuses' : store.connection === 'lost' ? 'The console does not answer' : 'Connecting'),
    h('p', { class: 'soft' }, waitingFor()),
  );
}

function waitingFor() {
  if (store.refusal) {
    return store.refusal;
  }
  return store.connection === 'lost'
    ? 'The processor may be starting, stopped or not reached. Requests wait in Kafka meanwhile.'
    : 'Waiting for the first data of this instance.';
}

/** Whoever goes to another view is taken to its start, by keyboard and screen reader, too; not at the first one. */
function arrive(name) {
  const first = shown === null || shown === 'loading' || shown === 'session';
  shown = name;
  if (!first) {
    scrollTo(0, 0);
    heading()?.focus({ preventScroll: true });
  } else if (name === 'session') {
    document.getElementById('token')?.focus();
  }
}

function titleOf(page, said) {
  const worst = said?.incidents.length > 0 ? `${said.level} open: ` : '';
  return `${worst}${page.title()}, Alizé`;
}

function barOf({ name }, said) {
  const inside = Boolean(store.session?.role);
  return [
    h('a', { key: 'brand', class: 'brand', href: '#/' }, 'Alizé', h('span', { class: 'hidden' }, ' console')),
    inside
      ? h(
          'nav',
          { key: 'nav', 'aria-label': 'Views' },
          NAV.map(([path, text]) =>
            h(
              'a',
              { key: path, href: `#/${path}`, 'aria-current': name === path ? 'page' : null },
              text,
              path === 'incidents' && said?.incidents.length > 0
                ? [' ', h('span', { class: `badge ${said.level}` }, said.incidents.length, h('span', { class: 'hidden' }, ' open'))]
                : null,
            ),
          ),
        )
      : null,
    inside ? h('span', { key: 'link', class: `pulse ${linkTone()}`, title: store.state ? `Data of ${format.utc(store.state.at)}` : null }, linkText()) : null,
  ];
}

const linkTone = () => (store.connection === 'live' && !isStale() ? 'live' : 'off');

function linkText() {
  if (!store.state) {
    return store.connection === 'lost' ? 'not connected' : 'connecting';
  }
  if (store.connection === 'live' && !isStale()) {
    return age() < LIVE ? 'live' : `${format.span(age())} old`;
  }
  return `stale, ${format.span(age())} old`;
}

/** What is wrong with the connection. Its first words are said once; the seconds are for the eye. */
function banner() {
  const lost = store.connection === 'lost';
  if (!lost && !isStale()) {
    return null;
  }
  const wait = Math.max(0, Math.ceil((store.nextTry - performance.now()) / 1000));
  return h(
    'div',
    { key: 'lost', class: 'lost' },
    h('p', { role: 'status' }, lost ? (store.refusal ? `The console gives no news: ${store.refusal.replace(/\.?$/, '.')}` : 'Connection lost.') : 'No news for a while.', store.state ? ' What you see is not current.' : ''),
    h(
      'p',
      { 'aria-live': 'off' },
      store.state ? ['Data of ', h('b', null, format.clock(store.state.at, now())), `, ${format.span(age())} old. `] : null,
      lost ? (wait > 0 ? `Trying again in ${wait} s.` : 'Trying again.') : null,
    ),
    lost ? button('Try now', retry, { kind: 'small' }) : null,
  );
}

function foot() {
  const state = store.state;
  return [
    state
      ? h(
          'p',
          { key: 'who' },
          `Instance ${state.instance}, version ${state.version}, configuration ${state.configuration}, `,
          `${state.state}, up for ${format.span((state.uptime_seconds ?? 0) * 1000)}. `,
          `Role: ${state.role ?? store.session?.role}${(state.role ?? store.session?.role) === 'read' ? ' (you can look, not act)' : ''}.`,
        )
      : null,
    h(
      'p',
      { key: 'zone' },
      `Times in ${format.zoneName()}. `,
      HOME === 'UTC'
        ? null
        : button(
            format.isUtc() ? 'Show local times' : 'Show UTC',
            () => {
              format.useZone(format.isUtc() ? undefined : 'UTC');
              again();
            },
            { kind: 'link' },
          ),
      store.session?.token_required && store.session.role ? [' ', button('Sign out', signOut, { kind: 'link', key: 'out' })] : null,
    ),
  ];
}

document.getElementById('skip').addEventListener('click', (event) => {
  event.preventDefault();
  heading()?.focus();
});
addEventListener('hashchange', again);
addEventListener('online', wake);
document.addEventListener('visibilitychange', () => (document.hidden ? null : (wake(), again())));
onChange(again);
setInterval(() => {
  watch();
  again();
}, BEAT);
again();
start();
