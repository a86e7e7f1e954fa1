package dev.alize.config;

/** The value of a Kafka property. */
public sealed interface KafkaProperty {
    /**
     * As it stands in the file.
     *
     * @param text may be a secret
     */
    record Text(String text) implements KafkaProperty {
        /** Without the text: only {@link KafkaSettings} knows whether it may be shown. */
        @Override
        public String toString() {
            return "text";
        }
    }

    /**
     * A secret from elsewhere.
     *
     * @param reference where it is
     */
    record Referenced(SecretReference reference) implements KafkaProperty {}
}
