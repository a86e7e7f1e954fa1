package dev.alize.cli;

import dev.alize.client.Streaming.Part;
import java.io.PrintWriter;
import java.util.function.Consumer;

/**
 * Prints a streamed answer as it comes: its text, or each chunk as a line of JSON. Text of an attempt that a higher one
 * replaces cannot be taken back, so a line says where the new one starts. Not thread-safe.
 */
final class StreamView implements Consumer<Part> {
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;
    private int attempt;
    private boolean inLine;
    private boolean printed;

    StreamView(PrintWriter out, PrintWriter err, boolean json) {
        this.out = out;
        this.err = err;
        this.json = json;
    }

    @Override
    public void accept(Part part) {
        if (json) {
            out.println(part.json());
        } else {
            print(part);
        }
        out.flush();
    }

    private void print(Part part) {
        if (printed && part.attempt() > attempt) {
            endLine();
            out.println("--- attempt " + part.attempt() + " ---");
            printed = false;
        }
        attempt = part.attempt();
        if (!part.text().isEmpty()) {
            out.print(part.text());
            inLine = !part.text().endsWith("\n");
            printed = true;
        }
        part.brokeOff().ifPresent(why -> {
            endLine();
            err.println("alize: attempt " + attempt + " broke off: " + why);
            err.flush();
        });
    }

    /** Prints another text in place of what was printed, which is known to have gaps. */
    void replace(String text) {
        if (printed) {
            endLine();
            out.println("--- the whole answer ---");
        }
        out.print(text);
        inLine = true;
        endLine();
    }

    /** Ends the last line, where one was begun. */
    void endLine() {
        if (inLine) {
            out.println();
            inLine = false;
        }
        out.flush();
    }
}
