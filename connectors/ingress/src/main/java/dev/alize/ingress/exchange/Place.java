package dev.alize.ingress.exchange;

/** Where a record lies. */
public record Place(String topic, int partition, long offset) {}
