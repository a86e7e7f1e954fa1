/**
 * The console's HTTP server: who may enter, what each address does, and the open streams of events. Knows neither Kafka nor
 * the gateway: it asks a {@link dev.alize.console.http.Backend}. Everything of Vert.x happens on one event loop, which never
 * waits; the backend is asked on threads of its own.
 */
@NullMarked
package dev.alize.console.http;

import org.jspecify.annotations.NullMarked;
