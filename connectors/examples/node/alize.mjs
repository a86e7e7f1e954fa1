// What the examples share: Kafka through kafkajs, Avro through Confluent's registry client.
// KAFKA is the brokers' address, REGISTRY the schema registry's: Confluent's, or Apicurio's with /apis/ccompat/v7.
import { randomUUID } from 'node:crypto';
import { EventEmitter, on } from 'node:events';
import kafkajs from 'kafkajs';
import lz4 from 'lz4js';
import schemaregistry from '@confluentinc/schemaregistry';

const { CompressionCodecs, CompressionTypes, Kafka, Partitioners, logLevel } = kafkajs;
const { AvroDeserializer, AvroSerializer, SchemaRegistryClient, SerdeType } = schemaregistry;

// The gateway compresses with LZ4, and kafkajs leaves that to other packages.
CompressionCodecs[CompressionTypes.LZ4] = () => ({
  compress: async (encoder) => Buffer.from(lz4.compress(encoder.buffer)),
  decompress: async (buffer) => Buffer.from(lz4.decompress(buffer)),
});

const kafka = new Kafka({
  clientId: 'alize-example',
  brokers: (process.env.KAFKA ?? 'localhost:9092').split(','),
  logLevel: logLevel.ERROR,
});
const registry = new SchemaRegistryClient({ baseURLs: [process.env.REGISTRY ?? 'http://localhost:8081'] });
const subjects = { subjectNameStrategyType: 'TOPIC' }; // the subject of a topic is its name and "-value"
const serializer = new AvroSerializer(registry, SerdeType.VALUE, {
  ...subjects,
  useLatestVersion: true, // a schema made up from the object at hand would not do
  autoRegisterSchemas: false,
});
const deserializer = new AvroDeserializer(registry, SerdeType.VALUE, subjects);

/** A record as bytes for its topic. The serializer's own message quotes the value that does not fit: never log it. */
export async function encode(topic, record) {
  return serializer.serialize(topic, record).catch((error) => {
    throw new Error(`the record does not fit the schema of ${topic} (${error.name})`);
  });
}

/** The record in bytes from a topic. */
export const decode = (topic, bytes) => deserializer.deserialize(topic, bytes);

/** A producer that writes a record once per send, in the partition that Java's clients would choose, too. */
export async function openProducer() {
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  const send = async (topic, key, record) =>
    producer.send({ topic, acks: -1, messages: [{ key, value: await encode(topic, record) }] });
  return { send, close: () => producer.disconnect() };
}

/**
 * Reads all partitions of topics, only committed records, either from now on or all that is kept. The group has no
 * other member and commits nothing, so the brokers forget it.
 *
 * @returns an async iterator of [topic, record] for the records with the key, which throws an AbortError after a time
 */
export async function openReader(topics, key, { fromStart = false, patience = 90_000 } = {}) {
  const admin = kafka.admin();
  await admin.connect();
  const starts = [];
  for (const topic of topics) {
    for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
      starts.push({ topic, partition, offset: fromStart ? low : high });
    }
  }
  await admin.disconnect();
  const found = new EventEmitter();
  const records = on(found, 'record', { signal: AbortSignal.timeout(patience) });
  const consumer = kafka.consumer({ groupId: `alize-example-${randomUUID()}`, readUncommitted: false });
  await consumer.connect();
  await consumer.subscribe({ topics });
  const eachMessage = async ({ topic, message }) => {
    if (message.key?.toString() === key) {
      found.emit('record', topic, await decode(topic, message.value));
    }
  };
  await consumer.run({ autoCommit: false, eachMessage });
  starts.forEach((start) => consumer.seek(start));
  return { records, close: () => consumer.disconnect() };
}
