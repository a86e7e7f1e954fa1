// What a Node service does with Confluent's own client: reads a record that Java wrote, and writes one for Java.
// Arguments: registry URL, topic Java wrote to, topic to write to, file of the schema to register there.
// Standard input: Java's record in hex. Standard output: that record as JSON, then ours in hex, then ours in hex
// written with the schema that Java registered.
'use strict';

const fs = require('fs');
const { SchemaRegistryClient, SerdeType, AvroSerializer, AvroDeserializer } = require('@confluentinc/schemaregistry');

const request = {
  request_id: 'node-1',
  tenant: 'acme',
  redrive: 0,
  subject: null,
  endpoint: 'CHAT',
  model: 'mistral-small-latest',
  messages: [
    { role: 'system', content: 'Réponds en français. 🌬️', tool_calls: null, tool_call_id: null, name: null, extra: {} },
    {
      role: 'user',
      content: [{ type: 'text', text: 'Bonjour', image_url: null, document_url: null, extra: { cache: 'true' } }],
      tool_calls: null,
      tool_call_id: null,
      name: null,
      extra: {},
    },
  ],
  prompt: null,
  suffix: null,
  parameters: {
    temperature: 0.3,
    top_p: null,
    max_tokens: 64,
    stop: ['END'],
    stop_is_string: false,
    random_seed: null,
    presence_penalty: null,
    frequency_penalty: null,
    n: null,
    parallel_tool_calls: null,
    reasoning_effort: null,
    tools: null,
    tool_choice: null,
    response_format: null,
  },
  extra: { safe_prompt: 'true' },
  stream: false,
  deadline: 1800000000123,
  priority: 'BULK',
  ordering_key: null,
  metadata: { origin: 'node' },
};

async function main([url, javaTopic, nodeTopic, schemaFile]) {
  const registry = new SchemaRegistryClient({ baseURLs: [url] });
  const latest = { useLatestVersion: true, autoRegisterSchemas: false };
  const serializer = new AvroSerializer(registry, SerdeType.VALUE, latest);
  const deserializer = new AvroDeserializer(registry, SerdeType.VALUE, {});

  const javas = Buffer.from(fs.readFileSync(0, 'utf8').trim(), 'hex');
  console.log(JSON.stringify(await deserializer.deserialize(javaTopic, javas)));

  await registry.register(nodeTopic + '-value', { schemaType: 'AVRO', schema: fs.readFileSync(schemaFile, 'utf8') });
  console.log((await serializer.serialize(nodeTopic, request)).toString('hex'));
  console.log((await serializer.serialize(javaTopic, request)).toString('hex'));
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exit(1);
});
