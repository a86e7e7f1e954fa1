package dev.alize.metrics.health;

/** A target of the configuration, without its key. */
public record KnownTarget(String id, String provider) {}
