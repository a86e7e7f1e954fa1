package dev.alize.simulator.vendor;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The tool calls of one answer. The tools of the request take turns; the arguments are a hash of the prompt.
 *
 * @param head of the request; must name a tool
 * @param count 1 to 16
 * @param serial of the answer; makes the ids unique
 * @param dialect decides the ids, and whether whole calls have an index
 */
record ToolCalls(RequestHead head, int count, long serial, Dialect dialect) {
    /** One for the name, and one for every four characters of the arguments. */
    static final int TOKENS_PER_CALL = 6;

    private static final int CHARACTERS_PER_TOKEN = 4;
    private static final int ID_LENGTH = 9;
    private static final int LONG_ID_LENGTH = 24;
    private static final int ID_RADIX = 36;
    private static final long IDS = (long) Math.pow(ID_RADIX, ID_LENGTH);
    private static final int MOST = 16;

    /** The member {@code tool_calls} of a whole message or of the one chunk that carries it. */
    void json(StringBuilder out) {
        out.append("\"tool_calls\":[");
        for (int i = 0; i < count; i++) {
            call(i, name(i), arguments(), out.append(i == 0 ? "" : ","));
            out.append(dialect == Dialect.MISTRAL ? ",\"index\":" + i : "").append('}');
        }
        out.append(']');
    }

    /** The deltas of a stream in parts: of each call its name, then its arguments; last an empty content. */
    List<String> parts() {
        List<String> deltas = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder first = new StringBuilder("\"tool_calls\":[");
            call(i, name(i), "", first);
            deltas.add(first.append(",\"index\":")
                    .append(i)
                    .append("}],\"content\":\"\"")
                    .toString());
            int index = i;
            pieces().forEach(piece -> deltas.add(part(index, piece)));
        }
        deltas.add("\"content\":\"\"");
        return deltas;
    }

    private List<String> pieces() {
        String arguments = arguments();
        return IntStream.range(0, TOKENS_PER_CALL - 1)
                .map(token -> token * CHARACTERS_PER_TOKEN)
                .mapToObj(
                        start -> arguments.substring(start, Math.min(arguments.length(), start + CHARACTERS_PER_TOKEN)))
                .toList();
    }

    private static String part(int index, String arguments) {
        StringBuilder out = new StringBuilder("\"tool_calls\":[{\"type\":\"function\",\"function\":{\"name\":\"\"");
        quote(arguments, out.append(",\"arguments\":\""));
        return out.append("\"},\"index\":")
                .append(index)
                .append("}],\"content\":\"\"")
                .toString();
    }

    /** A call whose brace is still open. */
    private void call(int index, String name, String arguments, StringBuilder out) {
        out.append("{\"id\":\"").append(id(index)).append("\",\"type\":\"function\",\"function\":{\"name\":\"");
        quote(name, out);
        quote(arguments, out.append("\",\"arguments\":\""));
        out.append("\"}");
    }

    private String name(int index) {
        return head.tools().get(index % head.tools().size());
    }

    private String arguments() {
        return "{\"text\":\"" + HexFormat.of().toHexDigits(head.promptHash()) + "\"}";
    }

    private String id(int index) {
        String digits = Long.toString(Math.floorMod(serial * MOST + index, IDS), ID_RADIX);
        String id = "0".repeat(ID_LENGTH - digits.length()) + digits;
        return switch (dialect) {
            case MISTRAL -> id;
            case OPENAI -> "call_" + id + "x".repeat(LONG_ID_LENGTH - ID_LENGTH);
        };
    }

    private static void quote(String text, StringBuilder out) {
        JsonStringEncoder.getInstance().quoteAsString(text, out);
    }
}
