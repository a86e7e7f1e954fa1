/** A small HTTP server for pages that are made on request. Knows nothing of what they say. */
@NullMarked
package dev.alize.metrics.http;

import org.jspecify.annotations.NullMarked;
