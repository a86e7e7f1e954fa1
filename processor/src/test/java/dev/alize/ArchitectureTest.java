package dev.alize;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The few rules about who may know whom; the reasons are in ARCHITECTURE.md. */
@AnalyzeClasses(packages = "dev.alize", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] KAFKA = {"org.apache.kafka.."};
    private static final String[] HTTP = {"io.vertx..", "io.netty..", "java.net.http.."};

    @ArchTest
    static final ArchRule noCyclesBetweenPackages =
            slices().matching("dev.alize.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theDomainKnowsOnlyTheJdk = noClasses()
            .that()
            .resideInAPackage("dev.alize.domain..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("dev.alize.domain..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule policiesKnowOnlyTheDomain = noClasses()
            .that()
            .resideInAPackage("dev.alize.policies..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.alize.calls..", "dev.alize.topology..", "dev.alize.provider..", "dev.alize.schemas..");

    @ArchTest
    static final ArchRule policiesKnowNothingOfWhoRunsThem = noClasses()
            .that()
            .resideInAPackage("dev.alize.policies..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.alize..")
                    .and(not(resideInAnyPackage("dev.alize.policies..", "dev.alize.domain.."))));

    @ArchTest
    static final ArchRule policiesDoNotKnowEachOther = slices().matching("dev.alize.policies.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(
                    alwaysTrue(), resideInAnyPackage("dev.alize.policies.text..", "dev.alize.policies.model.."));

    @ArchTest
    static final ArchRule theFrameOfPoliciesKnowsNone = noClasses()
            .that()
            .resideInAPackage("dev.alize.policies")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.alize.policies.*..");

    @ArchTest
    static final ArchRule onlyTheCommandLineTrains = noClasses()
            .that()
            .resideOutsideOfPackages("dev.alize.training..", "dev.alize.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.alize.training..");

    @ArchTest
    static final ArchRule routingKnowsOnlyTheDomainAndItsLibrary = noClasses()
            .that()
            .resideInAPackage("dev.alize.routing..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(
                    "dev.alize.routing..",
                    "dev.alize.domain..",
                    "io.github.resilience4j..",
                    "java..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule pacingKnowsOnlyTheDomain = noClasses()
            .that()
            .resideInAPackage("dev.alize.pacing..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("dev.alize.pacing..", "dev.alize.domain..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule openCallsKnowNeitherKafkaNorHttp = noClasses()
            .that()
            .resideInAnyPackage("dev.alize.calls..", "dev.alize.policies..", "dev.alize.config..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "org.apache.avro..", "io.vertx..", "java.net.http..");

    @ArchTest
    static final ArchRule onlyTheEdgesAndTheTopologyKnowKafka = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.alize.topology..",
                    "dev.alize.audit..",
                    "dev.alize.trail..",
                    "dev.alize.usage..",
                    "dev.alize.incidents..",
                    "dev.alize.alerts",
                    "dev.alize.budget..",
                    "dev.alize.evidence..",
                    "dev.alize.doctor..",
                    "dev.alize.replay..",
                    "dev.alize.erasure..",
                    "dev.alize.gateway..",
                    "dev.alize.client..",
                    "dev.alize.control..",
                    "dev.alize.console.feed..",
                    "dev.alize.embedded..",
                    "dev.alize.bench..",
                    "dev.alize.schemas..")
            .and()
            .doNotHaveFullyQualifiedName("dev.alize.metrics.KafkaMeters")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(KAFKA);

    @ArchTest
    static final ArchRule onlyMetricsKnowsMicrometer = noClasses()
            .that()
            .resideOutsideOfPackages("dev.alize.metrics..", "dev.alize.schemas..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micrometer..", "io.prometheus..", "com.sun.net.httpserver..");

    @ArchTest
    static final ArchRule onlyTracingKnowsOpenTelemetry = noClasses()
            .that()
            .resideOutsideOfPackage("dev.alize.tracing..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.opentelemetry..");

    @ArchTest
    static final ArchRule onlyTheEdgesKnowHttp = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.alize.provider..",
                    "dev.alize.simulator..",
                    "dev.alize.alerts.send..",
                    "dev.alize.console.http..",
                    "dev.alize.evidence..",
                    "dev.alize.doctor..",
                    "dev.alize.embedded..",
                    "dev.alize.bench..",
                    "dev.alize.schemas..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(HTTP);

    @ArchTest
    static final ArchRule onlyAlertsMail = noClasses()
            .that()
            .resideOutsideOfPackage("dev.alize.alerts.send..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.mail..", "org.eclipse.angus..");

    @ArchTest
    static final ArchRule theConsoleKnowsNothingOfTheEngine = noClasses()
            .that()
            .resideInAPackage("dev.alize.console..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.alize.gateway..",
                    "dev.alize.topology..",
                    "dev.alize.calls..",
                    "dev.alize.routing..",
                    "dev.alize.pacing..",
                    "dev.alize.provider..",
                    "dev.alize.policies..");

    @ArchTest
    static final ArchRule theStreamThreadNeverBlocks = noClasses()
            .that()
            .resideInAPackage("dev.alize.topology")
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.concurrent.CountDownLatch")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.concurrent.Future")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.concurrent.locks.LockSupport");

    @ArchTest
    static final ArchRule onlyTheCommandLineExits = noClasses()
            .that()
            .resideOutsideOfPackages("dev.alize.cli..", "dev.alize.embedded..")
            .should()
            .callMethod(System.class, "exit", int.class);
}
