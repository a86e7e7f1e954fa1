package dev.alize.simulator.vendor;

import dev.alize.simulator.quota.Limit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Mistral's errors. */
record MistralErrors() implements ErrorForms {
    @Override
    public VendorError invalidKey() {
        return VendorError.INVALID_KEY;
    }

    @Override
    public VendorError noRoute() {
        return VendorError.NO_ROUTE;
    }

    @Override
    public VendorError notJson() {
        return VendorError.NOT_JSON;
    }

    @Override
    public VendorError invalidModel(String model) {
        return VendorError.invalidModel(model);
    }

    /** The gateway refuses requests, the service behind it tokens: both forms were recorded. */
    @Override
    public VendorError exhausted(Limit limit) {
        return switch (limit.measure()) {
            case REQUESTS -> VendorError.of(429, null);
            case TOKENS -> VendorError.of(429, "1300");
        };
    }

    @Override
    public VendorError unprocessable(List<Violation> violations) {
        return VendorError.unprocessable(violations);
    }

    @Override
    public VendorError of(int status, @Nullable String code) {
        return VendorError.of(status, code);
    }
}
