package dev.alize.connect.batch.source;

import dev.alize.connect.batch.LineId;
import dev.alize.schemas.batch.LineFault;
import org.jspecify.annotations.Nullable;

/** Makes a request of a line. */
@FunctionalInterface
interface LineParser {
    /**
     * What a line is.
     *
     * @throws org.apache.kafka.connect.errors.RetriableException where it cannot be told now
     */
    Parsed parse(byte[] line, LineId id);

    /** What a line is. */
    sealed interface Parsed {
        /** @param request the record's value */
        record Good(byte[] request) implements Parsed {}

        /**
         * No request.
         *
         * @param customId what the line calls itself, or null
         * @param code such as {@code invalid_line}
         */
        record Bad(@Nullable String customId, String code, LineFault fault) implements Parsed {}
    }
}
