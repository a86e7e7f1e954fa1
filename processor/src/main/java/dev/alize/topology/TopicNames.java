package dev.alize.topology;

/**
 * The topics that the topology reads and writes. All have the same number of partitions.
 *
 * @param requests CompletionRequest, in
 * @param cancels Cancellation, in
 * @param responses CompletionResponse, out: exactly one per request
 * @param deadLetters DeadLetter or the raw bytes of an undecodable record, out
 * @param audit AuditEvent, out
 */
public record TopicNames(String requests, String cancels, String responses, String deadLetters, String audit) {}
