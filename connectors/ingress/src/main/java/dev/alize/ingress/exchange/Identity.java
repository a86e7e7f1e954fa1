package dev.alize.ingress.exchange;

/**
 * Which request it is.
 *
 * @param requestId unique within the tenant
 */
public record Identity(String tenant, String requestId) {}
