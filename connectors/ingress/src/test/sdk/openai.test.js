import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';
import {
  ANSWER, ATTACK, CUT, HELLO, INGRESS, KEY, LIMITED_KEY, MODEL, ODD, OPEN_INGRESS, PIXEL, SLOW, STALLING, WEATHER,
  rejection, statistics, until,
} from './places.js';

const openai = new OpenAI({ baseURL: `${INGRESS}/v1`, apiKey: KEY });
const LIMIT = { timeout: 30_000 };

test('answers a chat', LIMIT, async () => {
  const completion = await openai.chat.completions.create({ model: MODEL, messages: HELLO, temperature: 0.2 });
  assert.equal(completion.object, 'chat.completion');
  assert.equal(completion.choices[0].message.role, 'assistant');
  assert.equal(completion.choices[0].message.content, ANSWER);
  assert.equal(completion.choices[0].finish_reason, 'stop');
  assert.ok(completion.id.length > 0);
  assert.ok(completion.created > 1.7e9);
  assert.equal(completion.usage.total_tokens, completion.usage.prompt_tokens + completion.usage.completion_tokens);
});

test('serves this machine without a key', LIMIT, async () => {
  const local = new OpenAI({ baseURL: `${OPEN_INGRESS}/v1`, apiKey: 'unused' });
  const completion = await local.chat.completions.create({ model: MODEL, messages: HELLO });
  assert.equal(completion.choices[0].message.content, ANSWER);
});

test('streams chunk for chunk', LIMIT, async () => {
  const stream = await openai.chat.completions.create({ model: MODEL, messages: HELLO, stream: true });
  const chunks = [];
  for await (const chunk of stream) {
    chunks.push(chunk);
  }
  assert.ok(chunks.length > 5, `${chunks.length} chunks`);
  assert.ok(chunks.every((chunk) => chunk.object === 'chat.completion.chunk' && chunk.id === chunks[0].id));
  assert.equal(chunks[0].choices[0].delta.role, 'assistant');
  assert.equal(chunks.map((chunk) => chunk.choices[0]?.delta?.content ?? '').join(''), ANSWER);
  assert.equal(chunks.findLast((chunk) => chunk.choices.length > 0).choices[0].finish_reason, 'stop');
});

test('streams with usage where it is asked for', LIMIT, async () => {
  const stream = await openai.chat.completions.create({
    model: MODEL, messages: HELLO, stream: true, stream_options: { include_usage: true },
  });
  let last;
  for await (const chunk of stream) {
    last = chunk;
  }
  assert.ok(last.usage.total_tokens > 0);
});

test('the runner of the SDK puts a stream together', LIMIT, async () => {
  const completion = await openai.chat.completions.stream({ model: MODEL, messages: HELLO }).finalChatCompletion();
  assert.equal(completion.choices[0].message.content, ANSWER);
});

test('calls a tool and takes its result', LIMIT, async () => {
  const tools = [{ type: 'function', function: WEATHER }];
  const asked = await openai.chat.completions.create({
    model: MODEL, messages: HELLO, tools, tool_choice: 'required',
  });
  assert.equal(asked.choices[0].finish_reason, 'tool_calls');
  const call = asked.choices[0].message.tool_calls[0];
  assert.equal(call.type, 'function');
  assert.equal(call.function.name, 'weather');
  assert.equal(typeof JSON.parse(call.function.arguments).text, 'string');
  const told = await openai.chat.completions.create({
    model: MODEL,
    tools,
    messages: [...HELLO, asked.choices[0].message, { role: 'tool', tool_call_id: call.id, content: '21 degrees' }],
  });
  assert.equal(told.choices[0].message.content, ANSWER);
});

test('streams a tool call', LIMIT, async () => {
  const completion = await openai.chat.completions
    .stream({
      model: MODEL, messages: HELLO, tools: [{ type: 'function', function: WEATHER }], tool_choice: 'required',
    })
    .finalChatCompletion();
  const call = completion.choices[0].message.tool_calls[0];
  assert.equal(call.function.name, 'weather');
  assert.equal(typeof JSON.parse(call.function.arguments).text, 'string');
});

test('answers in JSON mode', LIMIT, async () => {
  const completion = await openai.chat.completions.create({
    model: MODEL, messages: HELLO, response_format: { type: 'json_object' },
  });
  assert.equal(JSON.parse(completion.choices[0].message.content).city, 'Lyon');
});

test('parses an answer with a schema', LIMIT, async () => {
  const completion = await openai.chat.completions.parse({
    model: MODEL,
    messages: HELLO,
    response_format: {
      type: 'json_schema',
      json_schema: {
        name: 'weather',
        strict: true,
        schema: {
          type: 'object',
          properties: { city: { type: 'string' }, temperature: { type: 'number' } },
          required: ['city', 'temperature'],
          additionalProperties: false,
        },
      },
    },
  });
  assert.equal(completion.choices[0].message.parsed.temperature, 21);
});

test('takes an image', LIMIT, async () => {
  const completion = await openai.chat.completions.create({
    model: MODEL,
    messages: [{
      role: 'user',
      content: [
        { type: 'text', text: 'Which colour is it?' },
        { type: 'image_url', image_url: { url: PIXEL, detail: 'low' } },
      ],
    }],
  });
  assert.equal(completion.choices[0].message.content, ANSWER);
});

test('lists the models', LIMIT, async () => {
  const ids = [];
  for await (const model of openai.models.list()) {
    ids.push(model.id);
  }
  assert.ok(ids.includes(MODEL), ids.join());
});

test('a wrong key is an AuthenticationError', LIMIT, async () => {
  const stranger = new OpenAI({ baseURL: `${INGRESS}/v1`, apiKey: 'sk-nobody' });
  const error = await rejection(stranger.chat.completions.create({ model: MODEL, messages: HELLO }));
  assert.ok(error instanceof OpenAI.AuthenticationError, String(error));
  assert.equal(error.status, 401);
  assert.equal(error.code, 'invalid_api_key');
});

test('a blocked request is a BadRequestError with the reason of the policy', LIMIT, async () => {
  const error = await rejection(openai.chat.completions.create({ model: MODEL, messages: ATTACK }));
  assert.ok(error instanceof OpenAI.BadRequestError, String(error));
  assert.equal(error.code, 'prompt_injection');
  assert.equal(error.type, 'invalid_request_error');
});

test('a blocked stream is the same error, before it begins', LIMIT, async () => {
  const error = await rejection(openai.chat.completions.create({ model: MODEL, messages: ATTACK, stream: true }));
  assert.ok(error instanceof OpenAI.BadRequestError, String(error));
  assert.equal(error.code, 'prompt_injection');
});

test('an unknown model is a NotFoundError', LIMIT, async () => {
  const error = await rejection(openai.chat.completions.create({ model: 'no-such-model', messages: HELLO }));
  assert.ok(error instanceof OpenAI.NotFoundError, String(error));
  assert.equal(error.code, 'model_not_found');
});

test('a wrong type is a BadRequestError that names it', LIMIT, async () => {
  const error = await rejection(openai.chat.completions.create({ model: MODEL, messages: [{ role: 7, content: 'x' }] }));
  assert.ok(error instanceof OpenAI.BadRequestError, String(error));
  assert.equal(error.param, 'messages[0].role');
});

test('over its limit a tenant gets a RateLimitError with the time to wait, and no model but its own', LIMIT, async () => {
  const limited = new OpenAI({ baseURL: `${INGRESS}/v1`, apiKey: LIMITED_KEY, maxRetries: 0 });
  const foreign = await rejection(limited.chat.completions.create({ model: SLOW, messages: HELLO }));
  assert.ok(foreign instanceof OpenAI.NotFoundError || foreign instanceof OpenAI.RateLimitError, String(foreign));
  await limited.chat.completions.create({ model: MODEL, messages: HELLO }).catch(() => {});
  const error = await rejection(limited.chat.completions.create({ model: MODEL, messages: HELLO }));
  assert.ok(error instanceof OpenAI.RateLimitError, String(error));
  assert.equal(error.code, 'rate_limit_exceeded');
  const seconds = Number(error.headers.get('retry-after'));
  assert.ok(seconds > 0 && seconds <= 60, `retry-after ${seconds}`);
});

test('a provider that answers oddly is an InternalServerError', LIMIT, async () => {
  const error = await rejection(openai.chat.completions.create({ model: ODD, messages: HELLO }, { maxRetries: 0 }));
  assert.ok(error instanceof OpenAI.InternalServerError, String(error));
  assert.equal(error.status, 502);
  assert.equal(error.code, 'unexpected_status');
});

test('a request past its deadline is a 504 that is not repeated', LIMIT, async () => {
  const headers = { 'x-alize-deadline': '1s' };
  const error = await rejection(openai.chat.completions.create({ model: SLOW, messages: HELLO }, { headers }));
  assert.equal(error.status, 504);
  assert.equal(error.code, 'expired');
});

test('a stream that breaks off throws after what came', LIMIT, async () => {
  let text = '';
  const error = await rejection((async () => {
    for await (const chunk of await openai.chat.completions.create({ model: CUT, messages: HELLO, stream: true })) {
      text += chunk.choices[0]?.delta?.content ?? '';
    }
  })());
  assert.ok(error instanceof OpenAI.APIError, String(error));
  assert.equal(error.code, 'broken_answer');
  assert.ok(ANSWER.startsWith(text), text);
});

test('the time limit of a caller cancels the call at the provider', LIMIT, async () => {
  const before = await statistics();
  const error = await rejection(
    openai.chat.completions.create({ model: SLOW, messages: HELLO }, { timeout: 500, maxRetries: 0 }));
  assert.ok(error instanceof OpenAI.APIConnectionTimeoutError, String(error));
  await until(async () => (await statistics()).cancelled > before.cancelled);
});

test('a caller who leaves a stream cancels the call at the provider', LIMIT, async () => {
  const before = await statistics();
  const stream = await openai.chat.completions.create({ model: STALLING, messages: HELLO, stream: true });
  for await (const chunk of stream) {
    if (chunk.choices[0]?.delta?.content) {
      break;
    }
  }
  await until(async () => (await statistics()).streams.cancelled > before.streams.cancelled);
});

test('a repeat with the same idempotency key is the same answer, and no second call', LIMIT, async () => {
  const messages = [{ role: 'user', content: 'Only once, please.' }];
  const options = { headers: { 'Idempotency-Key': `key-${process.pid}-${Date.now()}` } };
  const first = await openai.chat.completions.create({ model: MODEL, messages }, options);
  const second = await openai.chat.completions.create({ model: MODEL, messages }, options);
  assert.equal(second.id, first.id);
  const other = await rejection(openai.chat.completions.create({ model: MODEL, messages: HELLO }, options));
  assert.equal(other.code, 'idempotency_conflict');
});
