// Sends a request, prints its answer as it comes, and ends when all of it was read: node stream.mjs PROMPT
import { randomUUID } from 'node:crypto';
import { openProducer, openReader } from './alize.mjs';

const request = {
  request_id: randomUUID(),
  tenant: 'default',
  messages: [{ role: 'user', content: process.argv[2] }],
  parameters: {},
  stream: true,
  deadline: Date.now() + 60_000,
};
const key = request.request_id;

let attempt = 0; // a higher attempt replaces everything of a lower one
let next = 0; // sequence of the next chunk of this attempt
let ahead = new Map(); // chunks that came before their turn
let response; // may come before the last chunks: it is on another topic

function read(chunk) {
  if (chunk.attempt > attempt) {
    console.error(`attempt ${chunk.attempt}`);
    [attempt, next, ahead] = [chunk.attempt, 0, new Map()];
  }
  if (chunk.attempt < attempt || chunk.sequence < next) return; // replaced, or a repeat
  ahead.set(chunk.sequence, chunk);
  for (; ahead.has(next); next++) {
    const texts = ahead.get(next).deltas.filter(({ index, message }) => index === 0 && typeof message.content === 'string');
    process.stdout.write(texts.map(({ message }) => message.content).join(''));
    ahead.delete(next);
  }
}

/** Whether every chunk was read that the response counts; an answer from the cache is published as one more attempt. */
function isComplete() {
  if (response === undefined) return false;
  const last = response.attempts + (response.cached ? 1 : 0);
  return response.chunks === 0 || attempt > last || (attempt === last && next >= response.chunks);
}

const reader = await openReader(['llm.chunks', 'llm.responses'], key);
const producer = await openProducer();
try {
  await producer.send('llm.requests', key, request);
  for await (const [topic, record] of reader.records) {
    if (record.request_id !== request.request_id || record.tenant !== request.tenant) continue;
    if (topic === 'llm.chunks') read(record);
    else response = record; // whatever its status: a stream that broke off has a response, too
    if (isComplete()) break;
  }
} catch (error) {
  if (error.name !== 'AbortError') throw error; // else it took too long; the response alone has the whole answer, too
} finally {
  await producer.close();
  await reader.close();
}
console.error(`\n${response?.status ?? 'NO RESPONSE'} after ${next} chunks of attempt ${attempt}`);
process.exitCode = response?.status === 'COMPLETED' ? 0 : 1;
