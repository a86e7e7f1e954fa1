/**
 * What operators see of a running instance: {@code /metrics}, {@code /health}, {@code /ready}, {@code /live}. The only
 * package that knows Micrometer. The engine reports through {@link dev.alize.domain.EngineObserver}, the gateway through
 * {@link dev.alize.metrics.health.Instance}. Labels come from configuration or from our own code, but for the model,
 * which callers choose: {@code ModelLabels} bounds it. Every metric is described in docs/metrics.md.
 */
@NullMarked
package dev.alize.metrics;

import org.jspecify.annotations.NullMarked;
