// Sends one request and waits for its response: node submit.mjs PROMPT [REQUEST_ID]
import { randomUUID } from 'node:crypto';
import { openProducer, openReader } from './alize.mjs';

const [prompt, usedId] = process.argv.slice(2);
const seconds = Number(process.env.DEADLINE_SECONDS ?? 60);
const request = {
  request_id: usedId ?? randomUUID(),
  tenant: 'default',
  messages: [{ role: 'user', content: prompt }],
  parameters: { max_tokens: 200 },
  deadline: Date.now() + 1000 * seconds, // after it the answer is of no use, and the response says EXPIRED
};
const key = request.request_id; // the ordering_key, where a request has one

// Reading begins before sending. A new id has no response yet; one used before may have been answered long ago.
const patience = 1000 * (seconds + 30);
const reader = await openReader(['llm.responses'], key, { fromStart: usedId !== undefined, patience });
const producer = await openProducer();
try {
  await producer.send('llm.requests', key, request);
  console.error(`sent ${request.request_id}`);
  for await (const [, response] of reader.records) {
    if (isAnswer(response)) {
      process.exitCode = report(response);
      break;
    }
  }
} catch (error) {
  if (error.name !== 'AbortError') throw error;
  console.error('no response yet: repeat the request with its id later');
  process.exitCode = 2;
} finally {
  await producer.close();
  await reader.close();
}

/** A key may be that of several requests. A redrive sends a dead letter again, and has a response of its own. */
function isAnswer(response) {
  return response.request_id === request.request_id && response.tenant === request.tenant && response.redrive === 0;
}

/** Does what each status asks for, and returns the exit code. */
function report({ status, choices, error }) {
  switch (status) {
    case 'COMPLETED':
      console.log(choices[0].message.content);
      return 0;
    case 'BLOCKED':
      console.error('blocked by a policy: the same request would be blocked again');
      return 1;
    case 'FAILED':
      console.error(`failed: ${error.kind}, by ${error.blame}; ${error.retryable ? 'try later with a new id' : 'it would fail again'}`);
      return 1;
    case 'EXPIRED':
      console.error('expired: the deadline passed before an answer was there');
      return 1;
    case 'CANCELLED':
      console.error('cancelled');
      return 1;
    default:
      throw new Error(`unknown status ${status}`);
  }
}
