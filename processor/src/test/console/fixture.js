/** A console server without a processor behind it: the page, and data of the scenarios by the same interface. */

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as scenarios from './scenarios.js';

const PAGE = fileURLToPath(new URL('../../main/resources/dev/alize/console/page', import.meta.url));
/** The server in Java has it from the same package, out of a WebJar. */
const LIBRARY = fileURLToPath(new URL('node_modules/chart.js/dist/chart.umd.min.js', import.meta.url));
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.txt': 'text/plain' };
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

export class Fixture {
  /** By token; null where none is required. */
  tokens = null;
  state = scenarios.healthy(Date.now());
  incidents = new Map();
  /** What was posted: [path, body]. */
  posted = [];
  /** An error that the next POST gets: {status, error}. */
  refusal = null;
  /** An error that who asks for events gets: {status, error}. */
  full = null;
  /** While true no POST is answered. */
  silent = false;
  /** While true nothing but the page is served. */
  broken = false;
  #server = createServer((request, answer) => this.#serve(request, answer).catch((failure) => answer.writeHead(500).end(String(failure))));
  #streams = new Set();
  #sessions = new Map();

  async start(port = 0) {
    await new Promise((done) => this.#server.listen(port, '127.0.0.1', done));
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  async stop() {
    this.dropStreams();
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  /** Everything anew, for the next test. */
  reset(scenario = 'healthy') {
    this.dropStreams();
    this.#sessions.clear();
    this.incidents.clear();
    Object.assign(this, { tokens: null, state: scenarios[scenario](Date.now()), posted: [], refusal: null, full: null, silent: false, broken: false });
  }

  /** Tells the pages what changed. */
  send(members = {}) {
    Object.assign(this.state, { at: Date.now() }, members);
    const said = `event: state\ndata: ${JSON.stringify({ at: this.state.at, ...members })}\n\n`;
    for (const stream of this.#streams) {
      stream.write(said);
    }
  }

  dropStreams() {
    for (const stream of this.#streams) {
      stream.destroy();
    }
    this.#streams.clear();
  }

  endSessions() {
    this.#sessions.clear();
  }

  async #serve(request, answer) {
    const url = new URL(request.url, 'http://fixture');
    const json = (status, body) => {
      answer.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' });
      answer.end(body === undefined ? undefined : JSON.stringify(body));
    };
    if (!url.pathname.startsWith('/api/') && url.pathname !== '/control') {
      return this.#page(url.pathname, answer);
    }
    if (this.broken) {
      return request.socket.destroy();
    }
    const body = request.method === 'POST' ? await read(request) : null;
    if (url.pathname === '/api/session') {
      return this.#session(request, body, answer, json);
    }
    const role = this.#role(request);
    if (!role) {
      return json(401, { error: 'No session: got none, expected a token' });
    }
    if (request.method === 'POST') {
      return this.#post(url.pathname, role, body, json);
    }
    return this.#get(url, role, answer, json);
  }

  #role(request) {
    return this.tokens === null ? this.state.role : this.#sessions.get(/alize_console=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1]);
  }

  #session(request, body, answer, json) {
    if (request.method === 'GET') {
      return json(200, { token_required: this.tokens !== null, role: this.#role(request) ?? null });
    }
    if (request.method === 'DELETE') {
      this.#sessions.clear();
      answer.writeHead(204, { 'Set-Cookie': 'alize_console=; Path=/; Max-Age=0' });
      return answer.end();
    }
    const role = this.tokens?.[body.token];
    if (!role) {
      return json(401, { error: 'Wrong token: got one that nobody has, expected one of this console' });
    }
    const id = randomUUID();
    this.#sessions.set(id, role);
    answer.setHeader('Set-Cookie', `alize_console=${id}; Path=/; HttpOnly; SameSite=Strict`);
    return json(200, { role });
  }

  #post(path, role, body, json) {
    if (role !== 'mitigate') {
      return json(403, { error: 'got the role read, expected mitigate' });
    }
    if (this.silent) {
      return undefined;
    }
    if (this.refusal) {
      const { status, error } = this.refusal;
      this.refusal = null;
      return json(status, { error });
    }
    this.posted.push([path, body]);
    json(202, { accepted: true });
    return this.#happens(path, body);
  }

  /** What follows from what was posted, as far as the page shows it. */
  #happens(path, body) {
    if (path === '/control') {
      const action = body.command === 'resume' ? 'pause' : body.command.replaceAll('-', '_');
      const target = body.target === '*' ? null : body.target;
      const others = this.state.commands.filter((one) => one.action !== action || one.target !== target);
      const lifts = body.command === 'resume' || body.value === 'off';
      const given = { action, target, value: body.value === 'on' ? null : body.value, since: Date.now(), until: null, by: body.by, reason: body.reason };
      return this.send({ commands: lifts ? others : [...others, given] });
    }
    const incident = this.incident(decodeURIComponent(path.split('/').at(-1)));
    const change = { ack: { acked: true, acked_by: body.by, acked_at: Date.now() }, assign: { ic: body.text }, mitigate: { status: 'mitigating' }, resolve: { status: 'resolved', resolved_at: Date.now() }, cause: { root_cause: body.text } };
    Object.assign(incident, change[body.action], { revision: incident.revision + 1 });
    incident.timeline.push({ at: Date.now(), kind: body.action, text: body.text || 'Acknowledged', by: body.by });
    return this.send({ incidents: this.state.incidents.map((one) => (one.id === incident.id ? Object.fromEntries(Object.keys(one).map((name) => [name, incident[name]])) : one)) });
  }

  /** The whole of an incident; undefined where there is none. */
  incident(id) {
    const listed = this.state.incidents.find((one) => one.id === id);
    if (listed && !this.incidents.has(id)) {
      this.incidents.set(id, scenarios.incidentOf(listed));
    }
    return this.incidents.get(id);
  }

  #get(url, role, answer, json) {
    if (url.pathname === '/api/state') {
      return json(200, { ...this.state, role, at: Date.now() });
    }
    if (url.pathname === '/api/events' && this.full) {
      return json(this.full.status, { error: this.full.error });
    }
    if (url.pathname === '/api/events') {
      answer.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
      answer.write(`event: state\ndata: ${JSON.stringify({ ...this.state, role, at: Date.now() })}\n\n`);
      this.#streams.add(answer);
      return answer.on('close', () => this.#streams.delete(answer));
    }
    if (url.pathname === '/api/requests') {
      const id = url.searchParams.get('id');
      const why = /^(?:none-partly|partly-(\w+))$/.exec(id);
      const partial = why ? { complete: false, ...(why[1] ? { why: why[1] } : {}) } : {};
      return json(200, { ...(id.startsWith('none') ? { found: 0, complete: true, requests: [] } : scenarios.lifeOf(id, Date.now())), ...partial });
    }
    const incident = this.incident(decodeURIComponent(url.pathname.split('/').at(-1)));
    return incident ? json(200, incident) : json(404, { error: `No incident: got '${url.pathname.split('/').at(-1)}', expected the id of one of the last 7 days` });
  }

  async #page(path, answer) {
    const name = path === '/' ? 'index.html' : normalize(path).replace(/^\/assets\//, '');
    const file = name === 'lib/chart.js' ? LIBRARY : join(PAGE, name);
    const headers = { 'Content-Security-Policy': CSP, 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer', 'Cache-Control': 'no-store' };
    try {
      const bytes = await readFile(file);
      answer.writeHead(200, { ...headers, 'Content-Type': `${TYPES[extname(file)] ?? 'application/octet-stream'}; charset=utf-8` }).end(bytes);
    } catch {
      answer.writeHead(404, headers).end();
    }
  }
}

async function read(request) {
  let text = '';
  for await (const part of request) {
    text += part;
  }
  return JSON.parse(text);
}

/** By hand: node fixture.js [scenario] [port]; its numbers move. */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const fixture = new Fixture();
  const scenario = process.argv[2] ?? 'outage';
  fixture.reset(scenario);
  console.log(await fixture.start(Number(process.argv[3] ?? 4300)));
  const base = Date.now();
  setInterval(() => {
    const fresh = scenarios[scenario](Date.now());
    const shift = scenario === 'healthy' ? {} : { outcomes: { ...fresh.outcomes } };
    fixture.state.targets.forEach((one, i) => Object.assign(one, { open_calls: one.takes_calls ? 20 + ((i * 7 + Math.floor(Date.now() / 1000)) % 30) : 0 }));
    fixture.send({ targets: fixture.state.targets, uptime_seconds: (Date.now() - base) / 1000, ...shift, ...(scenario === 'healthy' ? { outcomes: fresh.outcomes } : {}) });
  }, 1000);
}
