package dev.alize.policies.dlp;

/** Looks for one rule in a run of text that grows. What it finds does not depend on how the text grows. */
interface Search {
    /** Receives what a search finds. */
    interface Found {
        /** A match from one offset of the run to another; may overlap others. */
        void match(int start, int end);
    }

    /**
     * Looks at what has come.
     *
     * @param text the run so far, from its beginning
     * @param complete whether nothing more comes
     * @return the offset before which every match starts that was ever reported or will be: nothing further comes that
     *     starts before it
     */
    int look(StringBuilder text, boolean complete, Found found);

    /** Begins another run. */
    void reset();
}
