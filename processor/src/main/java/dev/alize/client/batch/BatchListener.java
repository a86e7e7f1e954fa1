package dev.alize.client.batch;

/** Hears how a run goes, on the run's thread; must not block for long. */
public interface BatchListener {
    /** Often: after every look at the responses. */
    void progress(Progress progress);

    /** Something the user should know, in a sentence without content of requests. */
    void note(String sentence);
}
