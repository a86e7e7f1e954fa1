package dev.alize.client.batch;

/**
 * Where a run stands.
 *
 * @param requests requests of the file, at least 1
 * @param done answered in whatever way, 0 to {@code requests}
 * @param failed of these, not completed
 * @param inFlight sent and not answered
 */
public record Progress(int requests, int done, int failed, int inFlight) {}
