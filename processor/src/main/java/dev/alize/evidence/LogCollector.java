package dev.alize.evidence;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A log file, as far as it is in our own layout. Of a long one the end. */
public final class LogCollector implements Collector {
    private static final long MOST_BYTES = 64L << 20;

    private final Path file;
    private final int number;
    private final Scrubber scrubber;

    /** @param number tells it from the other log files */
    public LogCollector(Path file, int number, Scrubber scrubber) {
        this.file = file;
        this.number = number;
        this.scrubber = scrubber;
    }

    @Override
    public String name() {
        return "log " + file;
    }

    @Override
    public String collect(Path directory) throws NotCollectedException, IOException {
        Path target = directory.resolve("logs").resolve(number + "-" + file.getFileName());
        Files.createDirectories(directory.resolve("logs"));
        try (InputStream in = open();
                Writer out = Files.newBufferedWriter(target)) {
            long skipped = Math.max(0, Files.size(file) - MOST_BYTES);
            in.skipNBytes(skipped);
            copy(in, out, new LogFilter(scrubber));
            return skipped == 0 ? "" : "the first " + skipped + " bytes were left out";
        }
    }

    private InputStream open() throws NotCollectedException {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new NotCollectedException("cannot be read: " + e.getClass().getSimpleName());
        }
    }

    /** Line by line, in bounded memory also where there are no line breaks. */
    static void copy(InputStream in, Writer out, LogFilter filter) throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            StringBuilder line = new StringBuilder();
            for (int character = lines.read(); character >= 0; character = lines.read()) {
                if (character == '\n') {
                    put(line, out, filter);
                } else if (character != '\r' && line.length() < 1 << 20) {
                    line.append((char) character);
                }
            }
            if (!line.isEmpty()) {
                put(line, out, filter);
            }
        }
    }

    private static void put(StringBuilder line, Writer out, LogFilter filter) throws IOException {
        out.write(filter.line(line.toString()));
        out.write('\n');
        line.setLength(0);
    }
}
