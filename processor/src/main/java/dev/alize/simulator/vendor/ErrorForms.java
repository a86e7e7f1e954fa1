package dev.alize.simulator.vendor;

import dev.alize.simulator.quota.Limit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The errors of a vendor, in its form. Immutable; one instance serves all threads. */
public interface ErrorForms {
    /** The key is missing or wrong. */
    VendorError invalidKey();

    /** A path that is not served. */
    VendorError noRoute();

    /** A body that is not JSON. */
    VendorError notJson();

    /** The model is not one of the list. */
    VendorError invalidModel(String model);

    /** A limit is used up. */
    VendorError exhausted(Limit limit);

    /** The body does not fit the schema in these places, one or more. */
    VendorError unprocessable(List<Violation> violations);

    /** The usual error of a status and the vendor's code. */
    VendorError of(int status, @Nullable String code);
}
