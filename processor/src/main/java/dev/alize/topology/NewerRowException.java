package dev.alize.topology;

/** The store holds a row that a newer release wrote: this one cannot know what it says, and must not run. */
public final class NewerRowException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    public NewerRowException(int got, int expected) {
        super("The store holds a row of version " + got + ", expected " + expected + ": it was written by a newer"
                + " release; run that release here, or a newer one");
    }
}
