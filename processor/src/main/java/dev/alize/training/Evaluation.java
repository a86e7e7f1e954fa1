package dev.alize.training;

import java.util.List;

/** Measures a policy on data. */
public interface Evaluation {
    /** The directory of the data it needs, such as {@code injection}. */
    String subject();

    /** Takes minutes where models are trained anew for rows and sources left out. */
    List<Score> run(Data data);
}
