package dev.alize.control;

import dev.alize.client.Serdes;
import dev.alize.schemas.ControlCommand;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** The latest command of each key, as it was read so far. Owned by one thread. */
final class CommandTable {
    private static final int LONGEST_NAME = 64;

    private final Map<String, Mitigation> latest = new HashMap<>();

    /** Why a record was ignored. */
    sealed interface Ignored {
        /** @param command as far as it is short */
        record Unknown(String command) implements Ignored {}

        /** @param problem without any text of the record */
        record Bad(String problem) implements Ignored {}
    }

    /**
     * Takes the next record; the latest of a key counts, and one without a value lifts it.
     *
     * @return why it was ignored; empty where it was not
     */
    Optional<Ignored> take(@Nullable String key, @Nullable ControlCommand command) {
        if (key == null) {
            return Optional.of(new Ignored.Bad("it has no key"));
        }
        if (command == null) {
            latest.remove(key);
            return Optional.empty();
        }
        Optional<Mitigation> read;
        try {
            read = Mitigation.of(command);
        } catch (IllegalArgumentException e) {
            return Optional.of(new Ignored.Bad(String.valueOf(e.getMessage())));
        }
        if (read.isEmpty()) {
            return Optional.of(new Ignored.Unknown(cut(command.getCommand())));
        }
        if (!read.get().scope().key().equals(key)) {
            return Optional.of(new Ignored.Bad("its key is not that of its command and target"));
        }
        latest.put(key, read.get());
        return Optional.empty();
    }

    /**
     * The same, for a record as it is on the topic.
     *
     * @throws org.apache.kafka.common.KafkaException where the registry does not answer
     */
    Optional<Ignored> take(Deserializer<?> decoder, ConsumerRecord<byte[], byte[]> record) {
        String key = record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8);
        if (record.value() == null) {
            return take(key, null);
        }
        Optional<ControlCommand> command = Serdes.decode(decoder, ControlCommand.class, record);
        return command.isPresent()
                ? take(key, command.get())
                : Optional.of(new Ignored.Bad("its value is no ControlCommand"));
    }

    /** Those that are in force then. */
    ActiveCommands active(Instant now) {
        return new ActiveCommands(latest.values().stream()
                .filter(mitigation -> mitigation.inForceAt(now))
                .toList());
    }

    private static String cut(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    }
}
