import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Mistral } from '@mistralai/mistralai';
import * as errors from '@mistralai/mistralai/models/errors';
import {
  ANSWER, ATTACK, CODE, CUT, HELLO, INGRESS, KEY, MODEL, ODD, PIXEL, SLOW, STALLING, WEATHER, rejection, statistics,
  until,
} from './places.js';

const mistral = new Mistral({ serverURL: INGRESS, apiKey: KEY });
const LIMIT = { timeout: 30_000 };

test('answers a chat', LIMIT, async () => {
  const completion = await mistral.chat.complete({ model: MODEL, messages: HELLO, safePrompt: false, randomSeed: 5 });
  assert.equal(completion.choices[0].message.content, ANSWER);
  assert.equal(completion.choices[0].finishReason, 'stop');
  assert.equal(completion.object, 'chat.completion');
  assert.ok(completion.usage.totalTokens > 0);
});

test('streams chunk for chunk', LIMIT, async () => {
  const events = [];
  for await (const event of await mistral.chat.stream({ model: MODEL, messages: HELLO })) {
    events.push(event.data);
  }
  assert.ok(events.length > 5, `${events.length} events`);
  assert.equal(events.map((event) => event.choices[0]?.delta.content ?? '').join(''), ANSWER);
  assert.equal(events.findLast((event) => event.choices.length > 0).choices[0].finishReason, 'stop');
});

test('calls a tool and takes its result', LIMIT, async () => {
  const tools = [{ type: 'function', function: WEATHER }];
  const asked = await mistral.chat.complete({ model: MODEL, messages: HELLO, tools, toolChoice: 'any' });
  const call = asked.choices[0].message.toolCalls[0];
  assert.equal(call.function.name, 'weather');
  const told = await mistral.chat.complete({
    model: MODEL,
    tools,
    messages: [
      ...HELLO,
      asked.choices[0].message,
      { role: 'tool', name: 'weather', toolCallId: call.id, content: '21 degrees' },
    ],
  });
  assert.equal(told.choices[0].message.content, ANSWER);
});

test('answers in JSON mode', LIMIT, async () => {
  const completion = await mistral.chat.complete({
    model: MODEL, messages: HELLO, responseFormat: { type: 'json_object' },
  });
  assert.equal(JSON.parse(completion.choices[0].message.content).city, 'Lyon');
});

test('takes an image', LIMIT, async () => {
  const completion = await mistral.chat.complete({
    model: MODEL,
    messages: [{
      role: 'user',
      content: [{ type: 'text', text: 'Which colour is it?' }, { type: 'image_url', imageUrl: PIXEL }],
    }],
  });
  assert.equal(completion.choices[0].message.content, ANSWER);
});

test('completes code', LIMIT, async () => {
  const completion = await mistral.fim.complete({ model: CODE, prompt: 'def add(', suffix: 'return a + b' });
  assert.equal(completion.choices[0].message.content, ANSWER);
});

test('streams code', LIMIT, async () => {
  let text = '';
  for await (const event of await mistral.fim.stream({ model: CODE, prompt: 'def add(', suffix: 'return a + b' })) {
    text += event.data.choices[0]?.delta.content ?? '';
  }
  assert.equal(text, ANSWER);
});

test('lists the models', LIMIT, async () => {
  const models = await mistral.models.list();
  assert.ok(models.data.some((model) => model.id === MODEL));
});

for (const [name, request, status, code] of [
  ['a blocked request is a 400 with the reason of the policy', { model: MODEL, messages: ATTACK }, 400, 'prompt_injection'],
  ['an unknown model is a 404', { model: 'no-such-model', messages: HELLO }, 404, 'model_not_found'],
]) {
  test(name, LIMIT, async () => {
    const error = await rejection(mistral.chat.complete(request));
    assert.ok(error instanceof errors.MistralError, String(error));
    assert.equal(error.statusCode, status);
    assert.equal(JSON.parse(error.body).error.code, code);
  });
}

test('a wrong key is a 401', LIMIT, async () => {
  const stranger = new Mistral({ serverURL: INGRESS, apiKey: 'nobody' });
  const error = await rejection(stranger.chat.complete({ model: MODEL, messages: HELLO }));
  assert.equal(error.statusCode, 401);
});

test('a provider that answers oddly is a 502', LIMIT, async () => {
  const error = await rejection(mistral.chat.complete({ model: ODD, messages: HELLO }));
  assert.equal(error.statusCode, 502);
});

test('a stream that breaks off throws after what came', LIMIT, async () => {
  let text = '';
  const error = await rejection((async () => {
    for await (const event of await mistral.chat.stream({ model: CUT, messages: HELLO })) {
      text += event.data.choices[0]?.delta.content ?? '';
    }
  })());
  assert.ok(error instanceof Error);
  assert.ok(ANSWER.startsWith(text), text);
});

test('the time limit of a caller cancels the call at the provider', LIMIT, async () => {
  const before = await statistics();
  const error = await rejection(mistral.chat.complete({ model: SLOW, messages: HELLO }, { timeoutMs: 500 }));
  assert.match(String(error), /timeout/i);
  await until(async () => (await statistics()).cancelled > before.cancelled);
});

test('a caller who leaves a stream cancels the call at the provider', LIMIT, async () => {
  const before = await statistics();
  const leaving = new AbortController();
  const stream = await mistral.chat.stream(
    { model: STALLING, messages: HELLO }, { fetchOptions: { signal: leaving.signal } });
  await rejection((async () => {
    for await (const event of stream) {
      if (event.data.choices[0]?.delta.content) {
        leaving.abort();
      }
    }
  })());
  await until(async () => (await statistics()).streams.cancelled > before.streams.cancelled);
});
