package dev.alize.gateway;

import dev.alize.config.Policies;
import dev.alize.config.PolicyOverride;
import dev.alize.domain.Material.About;
import dev.alize.domain.Moderator;
import dev.alize.domain.settings.PolicySettings;
import dev.alize.policies.Chain;
import dev.alize.policies.Chains;
import dev.alize.policies.Link;
import dev.alize.policies.Policy;
import dev.alize.policies.audit.AuditLogger;
import dev.alize.policies.audit.AuditLoggerSettings;
import dev.alize.policies.budget.Budget;
import dev.alize.policies.budget.BudgetSettings;
import dev.alize.policies.dlp.DlpFilter;
import dev.alize.policies.dlp.DlpFilterSettings;
import dev.alize.policies.injection.PromptInjection;
import dev.alize.policies.injection.PromptInjectionSettings;
import dev.alize.policies.language.LanguageValidator;
import dev.alize.policies.language.LanguageValidatorSettings;
import dev.alize.policies.moderation.ExternalModeration;
import dev.alize.policies.moderation.ExternalModerationSettings;
import dev.alize.policies.pii.PiiDetector;
import dev.alize.policies.pii.PiiSettings;
import dev.alize.policies.quality.QualityScorer;
import dev.alize.policies.quality.QualityScorerSettings;
import dev.alize.policies.safety.SafetyFilter;
import dev.alize.policies.safety.SafetyFilterSettings;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Makes the policies of a configuration; equal settings share a policy. */
public final class PolicyChains {
    private final Map<PolicySettings, Policy> made = new HashMap<>();

    private final Moderator moderator;

    private PolicyChains(Moderator moderator) {
        this.moderator = moderator;
    }

    /** Where nobody can be asked: policies that must ask somebody say what their {@code on_error} says. */
    public static Chains of(Policies policies) {
        return of(policies, Moderator.NONE);
    }

    /** @param moderator asked by the policies that must ask somebody */
    public static Chains of(Policies policies, Moderator moderator) {
        PolicyChains making = new PolicyChains(moderator);
        List<Chains.Special> special = policies.overrides().stream()
                .map(override -> new Chains.Special(
                        about -> applies(override, about), making.chain(override.chain(), override.settings())))
                .toList();
        return new Chains(making.chain(policies.chain(), policies.settings()), special, policies.stages());
    }

    private Chain chain(List<String> names, Map<String, PolicySettings> settings) {
        return new Chain(names.stream()
                .map(name -> link(Objects.requireNonNull(settings.get(name), name)))
                .toList());
    }

    private Link link(PolicySettings settings) {
        return new Link(made.computeIfAbsent(settings, this::policy), settings.conduct());
    }

    private Policy policy(PolicySettings settings) {
        return switch (settings) {
            case AuditLoggerSettings audit -> new AuditLogger();
            case BudgetSettings budget -> new Budget(budget);
            case DlpFilterSettings dlp -> new DlpFilter(dlp);
            case LanguageValidatorSettings language -> new LanguageValidator(language);
            case QualityScorerSettings quality -> new QualityScorer(quality);
            case PiiSettings pii -> new PiiDetector(pii, key());
            case PromptInjectionSettings injection -> new PromptInjection(injection);
            case SafetyFilterSettings safety -> new SafetyFilter(safety);
            case ExternalModerationSettings moderation -> new ExternalModeration(moderation, moderator);
            default -> throw new IllegalArgumentException("no policy is named '" + settings.policy() + "'");
        };
    }

    /** For hashed markers, which say nothing to anybody outside of this process. */
    private static byte[] key() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return key;
    }

    private static boolean applies(PolicyOverride override, About about) {
        String model = about.model();
        return (override.tenants().isEmpty()
                        || override.tenants().contains(about.identity().tenant()))
                && (override.models().isEmpty()
                        || model != null && override.models().stream().anyMatch(name -> fits(name, model)))
                && about.needs().containsAll(override.capabilities());
    }

    private static boolean fits(String name, String model) {
        return name.endsWith("*") ? model.startsWith(name.substring(0, name.length() - 1)) : model.equals(name);
    }
}
