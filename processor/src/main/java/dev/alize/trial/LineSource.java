package dev.alize.trial;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The lines of a stream in UTF-8. Confined to one thread. */
final class LineSource {
    /** Of a line; more than any request may have. */
    private static final int MOST_BYTES = 256 << 20;

    private final InputStream in;
    private long number;

    /** @param in is read byte by byte: buffered */
    LineSource(InputStream in) {
        this.in = in;
    }

    /** 1 for the first line. */
    long number() {
        return number;
    }

    /** The bytes of the next line without its end; null after the last one. */
    byte @Nullable [] next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int read = in.read();
        if (read < 0) {
            return null;
        }
        number++;
        while (read >= 0 && read != '\n') {
            if (line.size() == MOST_BYTES) {
                throw new IOException("line " + number + " is longer than " + MOST_BYTES + " bytes");
            }
            line.write(read);
            read = in.read();
        }
        return line.toByteArray();
    }

    /** Strictly: what is no UTF-8 is refused, never replaced. */
    static String text(byte[] line) throws BadLineException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadLineException("bytes that are no UTF-8", "a JSON object in UTF-8");
        }
    }
}
