package dev.alize.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which HTTP is spoken with a target. */
public enum HttpVersion {
    /** HTTP/2 where an https server offers it, else HTTP/1.1. */
    AUTO("auto"),
    /** HTTP/1.1: a connection for each call that is open. */
    HTTP_1_1("1.1"),
    /** HTTP/2 or nothing; on http without asking first (prior knowledge). */
    HTTP_2("2");

    /** The words in the file. */
    public static final Map<String, HttpVersion> WORDS = words();

    private final String code;

    HttpVersion(String code) {
        this.code = code;
    }

    private static Map<String, HttpVersion> words() {
        Map<String, HttpVersion> words = new LinkedHashMap<>();
        for (HttpVersion version : values()) {
            words.put(version.code, version);
        }
        return Collections.unmodifiableMap(words);
    }
}
