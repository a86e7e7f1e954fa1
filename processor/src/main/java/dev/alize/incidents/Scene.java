package dev.alize.incidents;

import dev.alize.config.IncidentSettings;

/** All that is known, shared by those who judge it. Not thread-safe. */
record Scene(
        IncidentSettings settings,
        Windows windows,
        Switches switches,
        Targets targets,
        Register register,
        Rules rules,
        GivenUp givenUp) {
    static Scene of(IncidentSettings settings) {
        Windows windows = new Windows();
        Switches switches = new Switches();
        return new Scene(
                settings,
                windows,
                switches,
                new Targets(),
                new Register(),
                new Rules(settings, windows, switches),
                new GivenUp());
    }
}
