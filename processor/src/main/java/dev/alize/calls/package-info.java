/**
 * The open calls of this process, and what bounds them. Calls outlive the stream task that started them: a task that
 * comes back adopts them, and an outcome is kept until the transaction that settled it has committed. Knows neither
 * Kafka nor HTTP.
 */
@NullMarked
package dev.alize.calls;

import org.jspecify.annotations.NullMarked;
