package dev.alize.policies.text;

/**
 * A part of a text that reads as another text.
 *
 * @param kind how it is encoded, such as {@code base64}
 * @param text what it reads
 * @param start offset of the part in UTF-16 units
 * @param end offset behind the part
 */
public record Decoding(String kind, String text, int start, int end) {}
