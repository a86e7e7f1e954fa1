// Sends a request, gives it up at once, and waits for how it ended: node cancel.mjs PROMPT
import { randomUUID } from 'node:crypto';
import { openProducer, openReader } from './alize.mjs';

const request = {
  request_id: randomUUID(),
  tenant: 'default',
  messages: [{ role: 'user', content: process.argv[2] }],
  parameters: {},
};
const key = request.request_id;

const reader = await openReader(['llm.responses'], key);
const producer = await openProducer();
try {
  await producer.send('llm.requests', key, request);
  // With the key of the request, so that it comes to the same partition. The reason is for the audit trail.
  await producer.send('llm.cancels', key, { request_id: key, tenant: request.tenant, reason: 'user left' });
  for await (const [, response] of reader.records) {
    if (response.request_id === request.request_id && response.tenant === request.tenant) {
      // A cancel asks, and the answer may have been faster: COMPLETED is as good an end as CANCELLED.
      console.log(response.status);
      break;
    }
  }
} finally {
  await producer.close();
  await reader.close();
}
