package dev.alize.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;

/** Schemas as earlier releases wrote with them: a store may hold bytes that no registry knows the schema of. */
public final class ReleasedSchemas {
    private ReleasedSchemas() {}

    /**
     * The schema of a store's rows.
     *
     * @param release such as 0.1.0
     * @throws IllegalStateException where that release is not on the class path
     */
    public static Schema row(String release) {
        String resource = "released/" + release + "/RequestRow.avsc";
        try (InputStream in = ReleasedSchemas.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The class path lacks " + resource + " beside RequestRow");
            }
            return new Schema.Parser().parse(in);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + resource, e);
        }
    }
}
