// Avro for tools that know bytes only, such as kcat:
//   node avro.mjs encode TOPIC < record.json > record.bin     one record, with the latest schema of the topic
//   kcat -C ... -f '%R%s' | node avro.mjs decode TOPIC        a line of JSON for each record; null for a tombstone
import { decode, encode } from './alize.mjs';

const [task, topic] = process.argv.slice(2);

/** Records behind their length: four bytes, big-endian, -1 for no value. */
async function* framed(input) {
  let rest = Buffer.alloc(0);
  for await (const part of input) {
    rest = Buffer.concat([rest, part]);
    while (rest.length >= 4) {
      const length = rest.readInt32BE();
      const end = 4 + Math.max(length, 0);
      if (rest.length < end) break;
      yield length < 0 ? null : rest.subarray(4, end);
      rest = rest.subarray(end);
    }
  }
}

if (task === 'encode') {
  const text = await process.stdin.toArray();
  process.stdout.write(await encode(topic, JSON.parse(Buffer.concat(text).toString())));
} else if (task === 'decode') {
  for await (const bytes of framed(process.stdin)) {
    console.log(JSON.stringify(bytes && (await decode(topic, bytes))));
  }
} else {
  console.error("expected 'encode TOPIC' or 'decode TOPIC'");
  process.exitCode = 2;
}
