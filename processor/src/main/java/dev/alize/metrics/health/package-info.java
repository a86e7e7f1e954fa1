/**
 * Whether the instance is alive, ready and well, from what the gateway tells and what the engine reports of each target.
 * Knows neither Micrometer nor HTTP. Nothing here holds a key, a prompt, a tenant or a request id.
 */
@NullMarked
package dev.alize.metrics.health;

import org.jspecify.annotations.NullMarked;
