/**
 * Tries the chain of a configuration on texts from a file: lines of JSON in, verdicts and rewritten texts out. Nothing
 * here knows Kafka or calls a provider; the caller gives the chains, the streams and the clock.
 */
@NullMarked
package dev.alize.trial;

import org.jspecify.annotations.NullMarked;
