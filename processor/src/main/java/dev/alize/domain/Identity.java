package dev.alize.domain;

/**
 * What makes a request one request: exactly one response is written for each identity.
 *
 * @param tenant on whose account the request runs, 1 to 256 characters
 * @param requestId unique within the tenant, 1 to 256 characters
 * @param redrive how often a dead letter of the request was sent again, 0 or more
 */
public record Identity(String tenant, String requestId, int redrive) {}
