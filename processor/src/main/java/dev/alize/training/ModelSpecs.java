package dev.alize.training;

import java.util.List;

/** The models that are shipped. */
public final class ModelSpecs {
    private ModelSpecs() {}

    public static List<ModelSpec> all() {
        return List.of(new InjectionSpec(), new SafetySpec());
    }
}
