package dev.alize.domain;

/**
 * One text of a request or an answer.
 *
 * @param origin who is speaking
 * @param index position of its message in the request, or of its choice in the answer, from 0
 * @param text as it came: may be empty, JSON, or no valid UTF-16
 */
public record Passage(Origin origin, int index, String text) {
    /** Who is speaking. */
    public enum Origin {
        /** The application: system and developer messages, descriptions of tools. Trusted. */
        SYSTEM,
        /** The user, and the code around a gap. */
        USER,
        /** The model. */
        ASSISTANT,
        /** The model, thinking. */
        THINKING,
        /** The model: arguments of a tool call, mostly JSON. */
        TOOL_CALL,
        /** A tool: its result. Not trusted. */
        TOOL_RESULT,
        /** A document that came along. Not trusted. */
        DOCUMENT
    }
}
