/** Spans of requests and attempts, made from the audit trail and exported by OpenTelemetry's SDK. */
@NullMarked
package dev.alize.tracing;

import org.jspecify.annotations.NullMarked;
