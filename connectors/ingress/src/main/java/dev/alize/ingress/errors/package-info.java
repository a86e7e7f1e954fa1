/**
 * What callers are told where there is no completion: HTTP status, OpenAI's error body and headers. Values only; who
 * writes them to a connection is not known here.
 */
@NullMarked
package dev.alize.ingress.errors;

import org.jspecify.annotations.NullMarked;
