package dev.alize.schemas.compatibility;

import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.Cancellation;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.DeadLetter;
import dev.alize.schemas.RequestRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;

/** The records that stand alone on a topic or in a store, and so are released. */
public final class TopLevelSchemas {
    static final List<Schema> ALL = List.of(
            CompletionRequest.getClassSchema(),
            Cancellation.getClassSchema(),
            CompletionResponse.getClassSchema(),
            CompletionChunk.getClassSchema(),
            AuditEvent.getClassSchema(),
            DeadLetter.getClassSchema(),
            RequestRow.getClassSchema());

    private TopLevelSchemas() {}

    /** Writes today's schemas as a release: {@code released/<version>/<record>.avsc}; an existing one is refused. */
    public static void main(String[] args) throws IOException {
        Path release = Files.createDirectory(Path.of(args[0]));
        for (Schema schema : ALL) {
            Files.writeString(release.resolve(schema.getName() + ".avsc"), schema.toString(true) + "\n");
        }
    }
}
