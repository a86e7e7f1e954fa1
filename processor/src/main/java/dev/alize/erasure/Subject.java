package dev.alize.erasure;

import dev.alize.audit.KeyedHash;
import dev.alize.audit.Pseudonyms;
import dev.alize.client.BadInputException;
import dev.alize.client.Problem;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.SecretReference;
import dev.alize.domain.Identity;
import dev.alize.domain.RequestKey;
import dev.alize.schemas.CompletionRequest;

/**
 * Who is to be forgotten.
 *
 * @param tenant whose subject it is
 * @param name as requests have it in {@code subject}
 */
public record Subject(String tenant, String name) {
    /**
     * The keyed hash under which the gateway knows the subject: 32 bytes.
     *
     * @throws BadInputException where there is no usable key
     */
    byte[] hash(Configuration configuration, Environment environment) {
        SecretReference reference = configuration.audit().hashKey();
        try {
            String key = reference.in(environment).reveal();
            return new Pseudonyms(new KeyedHash(key)).subjectHash(tenant, name);
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new BadInputException(
                    "Key of the audit trail",
                    new Problem(
                            "audit.secret_key_ref (" + reference + ")",
                            e instanceof IllegalArgumentException ? "a key that is too short" : "no key",
                            "the key that the gateway runs with: without it nobody finds the subject"));
        }
    }

    boolean isOf(CompletionRequest request) {
        return name.equals(request.getSubject()) && tenant.equals(request.getTenant());
    }

    static RequestKey key(CompletionRequest request) {
        return RequestKey.of(new Identity(request.getTenant(), request.getRequestId(), request.getRedrive()));
    }

    /** Not the name. */
    @Override
    public String toString() {
        return "a subject of tenant " + tenant;
    }
}
