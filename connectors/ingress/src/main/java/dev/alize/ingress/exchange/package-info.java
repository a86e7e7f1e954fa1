/**
 * Requests on their way: who waits for which answer, where requests and responses lie on the topics, and what Kafka has
 * to do for it. Knows neither HTTP nor Kafka's clients. All of it may be used by any thread.
 */
@NullMarked
package dev.alize.ingress.exchange;

import org.jspecify.annotations.NullMarked;
