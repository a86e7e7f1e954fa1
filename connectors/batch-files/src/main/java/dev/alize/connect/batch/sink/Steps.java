package dev.alize.connect.batch.sink;

/** Is told before each change on the disk; a test stops the code there, as a kill would. */
@FunctionalInterface
interface Steps {
    /** @param step what comes next, such as {@code rename output} */
    void before(String step);

    /** Goes on. */
    static Steps none() {
        return step -> {};
    }
}
