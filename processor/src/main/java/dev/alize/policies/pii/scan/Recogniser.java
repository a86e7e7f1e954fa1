package dev.alize.policies.pii.scan;

/** Looks for values that begin at a token, within a bounded distance. */
interface Recogniser {
    /**
     * @param start of a token (a run of letters A to Z and digits)
     * @param end behind the token
     */
    void at(Page page, int start, int end);
}
