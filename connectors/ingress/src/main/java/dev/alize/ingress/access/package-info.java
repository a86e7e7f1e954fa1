/**
 * Who may call, on whose account and how much: tenants by API key from a file that is read again when it changes, their
 * rate and concurrency, and the server's certificate. Nothing here knows routes, bodies or Kafka.
 */
@NullMarked
package dev.alize.ingress.access;

import org.jspecify.annotations.NullMarked;
