import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { ANSWER, INGRESS, MODEL, OPEN_INGRESS } from './places.js';

const run = promisify(execFile);
const LIMIT = { timeout: 30_000 };
const BODY = JSON.stringify({ model: MODEL, messages: [{ role: 'user', content: 'hello' }] });

/** The status, the headers' names in lower case with their values, and the body. */
async function curl(url, ...flags) {
  const { stdout } = await run('curl', ['-sS', '-i', '--max-time', '20', url, ...flags], { maxBuffer: 1 << 24 });
  const [head, ...rest] = stdout.replace(/^HTTP\/1.1 100[^]*?\r\n\r\n/, '').split('\r\n\r\n');
  const [first, ...lines] = head.split('\r\n');
  const headers = Object.fromEntries(lines.map((line) => [
    line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim(),
  ]));
  return { status: Number(first.split(' ')[1]), headers, body: rest.join('\r\n\r\n') };
}

function post(url, body, ...flags) {
  return curl(url, '-H', 'Content-Type: application/json', '-d', body, ...flags);
}

test('answers as the quick start has it', LIMIT, async () => {
  const { status, headers, body } = await post(`${OPEN_INGRESS}/v1/chat/completions`, BODY);
  assert.equal(status, 200);
  assert.match(headers['content-type'], /^application\/json/);
  assert.equal(JSON.parse(body).choices[0].message.content, ANSWER);
});

test('streams events and ends with [DONE]', LIMIT, async () => {
  const { status, headers, body } = await post(
    `${OPEN_INGRESS}/v1/chat/completions`, JSON.stringify({ ...JSON.parse(BODY), stream: true }));
  assert.equal(status, 200);
  assert.match(headers['content-type'], /^text\/event-stream/);
  assert.ok(body.trimEnd().endsWith('data: [DONE]'));
});

test('is asked now and answered later', LIMIT, async () => {
  const asked = await post(`${OPEN_INGRESS}/v1/async/chat/completions`, BODY);
  assert.equal(asked.status, 202, asked.body);
  const { id } = JSON.parse(asked.body);
  const { status, body } = await curl(`${OPEN_INGRESS}/v1/async/requests/${id}?wait=10s`);
  assert.equal(status, 200, body);
  assert.ok(body.includes('Lyon'), body);
});

for (const [name, flags, status, code] of [
  ['no key', ['-d', BODY, '-H', 'Content-Type: application/json'], 401, 'missing_api_key'],
]) {
  test(`${name} is ${status}`, LIMIT, async () => {
    const got = await curl(`${INGRESS}/v1/chat/completions`, ...flags);
    assert.equal(got.status, status);
    assert.equal(JSON.parse(got.body).error.code, code);
  });
}

for (const [name, path, flags, status, code] of [
  ['broken JSON', '/v1/chat/completions', ['-d', '{"model": ', '-H', 'Content-Type: application/json'], 400, 'invalid_json'],
  ['another content type', '/v1/chat/completions', ['-d', BODY, '-H', 'Content-Type: text/plain'], 415, 'unsupported_content_type'],
  ['an unknown path', '/v1/nothing', ['-d', BODY, '-H', 'Content-Type: application/json'], 404, 'unknown_url'],
  ['a wrong method', '/v1/chat/completions', ['-X', 'DELETE'], 405, 'method_not_supported'],
  ['the name of another host', '/v1/chat/completions',
    ['-d', BODY, '-H', 'Content-Type: application/json', '-H', 'Host: evil.example'], 403, 'foreign_host'],
]) {
  test(`${name} is ${status}`, LIMIT, async () => {
    const got = await curl(`${OPEN_INGRESS}${path}`, ...flags);
    assert.equal(got.status, status, got.body);
    assert.equal(JSON.parse(got.body).error.code, code);
  });
}
