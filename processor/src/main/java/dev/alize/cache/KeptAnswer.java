package dev.alize.cache;

/**
 * An answer as it is kept.
 *
 * @param at when it was given, in milliseconds since 1970
 * @param value encoded; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record KeptAnswer(long at, byte[] value) {}
