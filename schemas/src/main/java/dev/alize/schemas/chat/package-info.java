/**
 * The chat format of OpenAI and Mistral, between its JSON form and the Avro records. Nothing is lost on the way: what a
 * typed field cannot hold goes into the record's {@code extra} as JSON text. Errors never quote content.
 */
@NullMarked
package dev.alize.schemas.chat;

import org.jspecify.annotations.NullMarked;
