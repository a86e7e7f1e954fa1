package dev.alize.ingress.config;

import java.time.Duration;

/**
 * How much is remembered of where requests and responses lie.
 *
 * @param requests whether requests that are open count, too: without it, an instance only knows its own
 * @param window how far back
 * @param entries most of them, 1 to 2^28
 */
public record IndexSettings(boolean requests, Duration window, int entries) {}
