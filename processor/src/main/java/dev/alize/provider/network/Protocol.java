package dev.alize.provider.network;

/** Which HTTP is spoken with a target. */
public enum Protocol {
    /** HTTP/2 where an https server offers it, else HTTP/1.1. */
    AUTO,
    HTTP_1_1,
    /** HTTP/2 or nothing; without TLS by prior knowledge. */
    HTTP_2
}
