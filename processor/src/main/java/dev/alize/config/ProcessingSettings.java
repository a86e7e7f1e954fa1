package dev.alize.config;

/**
 * Block {@code processing}; its keys are grouped here by what they are for.
 *
 * @param streams the application in the Kafka cluster
 * @param bounds of memory
 * @param waiting of requests for a call
 * @param idempotency what is remembered
 * @param recovery what happens to open calls
 */
public record ProcessingSettings(
        StreamsSettings streams, Bounds bounds, Waiting waiting, Idempotency idempotency, Recovery recovery) {
    public ProcessingSettings withStreams(StreamsSettings newStreams) {
        return new ProcessingSettings(newStreams, bounds, waiting, idempotency, recovery);
    }
}
