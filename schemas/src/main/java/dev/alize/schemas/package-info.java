/** What travels on the topics: the records generated from {@code src/main/avro}. */
package dev.alize.schemas;
