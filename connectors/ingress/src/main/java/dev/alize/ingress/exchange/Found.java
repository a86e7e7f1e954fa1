package dev.alize.ingress.exchange;

/** What is known of a request. */
public sealed interface Found {
    /** It was written and has no response yet. @param request where it lies */
    record Open(Place request) implements Found {}

    /** It has its response. @param response where that lies */
    record Answered(Place response) implements Found {}

    /** It was never written, or longer ago than the index goes back. */
    record Unknown() implements Found {}

    /** Not known yet: the index is still being built. */
    record Building() implements Found {}
}
