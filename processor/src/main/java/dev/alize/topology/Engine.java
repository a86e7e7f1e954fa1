package dev.alize.topology;

import dev.alize.calls.CommitHooks;
import dev.alize.calls.Intake;
import dev.alize.calls.OpenCalls;
import dev.alize.domain.Provider;
import dev.alize.domain.Target;

/**
 * What all tasks of the process share.
 *
 * @param target where every request goes; routing between several comes with its own stage
 */
public record Engine(
        EngineSettings settings,
        Codec codec,
        Provider provider,
        Target target,
        OpenCalls<Settled> calls,
        Intake intake,
        CommitHooks hooks) {}
