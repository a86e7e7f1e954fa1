package dev.alize.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.testing.Repository;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageTest {
    private static final Path ROOT = Repository.root();
    private static final String TEXT = Yaml.text(ROOT.resolve("connectors/deploy/Dockerfile"));
    private static final String IGNORE = Yaml.text(ROOT.resolve("connectors/deploy/Dockerfile.dockerignore"));

    private static List<String> problems(String text, String ignore) {
        return Dockerfile.of(ROOT, text, ignore).problems();
    }

    @Test
    void everythingThatTheDockerfileNamesIsThere() {
        assertThat(problems(TEXT, IGNORE)).isEmpty();
    }

    /** The worker ends where a directory of its settings is not there, and cannot make it. */
    @ParameterizedTest
    @ValueSource(
            strings = {"config.providers.file.param.allowed.paths", "config.providers.directory.param.allowed.paths"})
    void imageHasTheDirectoriesOfTheWorker(String key) {
        String directory = Listening.properties(ROOT).getProperty(key);
        assertThat(Dockerfile.of(ROOT, TEXT, IGNORE).instructions())
                .filteredOn(run -> run.stage().equals("connect") && run.word().equals("RUN"))
                .anySatisfy(run -> assertThat(run.arguments()).contains(directory));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "image/http-ok | image/http-okay | no such file",
                "FROM apache/kafka:4.3.1 | FROM apache/kafka | not NAME:TAG",
                "maven:3.9.11-eclipse-temurin-25 | maven:3-eclipse-temurin-25 | not pinned",
                "--from=build /build/processor/target/lib | --from=built /build/processor/target/lib | no such stage",
                "-pl processor, | -pl procesor, | no module",
                "-pl processor, | -pl schemas, | not told to build processor",
                "USER 1000:1000 | USER root | does not end as a user with a number",
                "/build/processor/bin/alize /opt | /build/processor/bin/alise /opt | no such file",
            })
    void brokenDockerfilesAreFound(String found, String instead, String problem) {
        assertThat(TEXT).contains(found);
        assertThat(problems(TEXT.replace(found, instead), IGNORE))
                .anySatisfy(message -> assertThat(message).contains(problem));
    }

    @Test
    void whatIsCopiedMayNotBeLeftOut() {
        assertThat(problems(TEXT, IGNORE + "\nLICENSE\n")).contains("COPY LICENSE: left out by .dockerignore");
    }

    /** Resources that a module takes from elsewhere in the repository. */
    @Test
    void whatModulesReadOutsideOfThemIsSent() {
        Dockerfile dockerfile = Dockerfile.of(ROOT, TEXT, IGNORE);
        List<String> read = new ArrayList<>();
        for (String module : List.of("schemas", "processor", "connectors/ingress")) {
            Matcher matcher = Pattern.compile(
                            "<directory>\\$\\{project.basedir}/([^<]*\\.\\.[^<]*)</directory>\\s*<includes>\\s*<include>([^<]*)<")
                    .matcher(Yaml.text(ROOT.resolve(module).resolve("pom.xml")));
            while (matcher.find()) {
                Path file = ROOT.resolve(module).resolve(matcher.group(1)).resolve(matcher.group(2));
                read.add(ROOT.relativize(file.normalize()).toString());
            }
        }
        assertThat(read).contains("docs/configuration.md").noneMatch(dockerfile::isIgnored);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docs/deploy.md",
                "README.md",
                ".git/config",
                "processor/target/x.jar",
                "connectors/deploy/src/test/X.java",
                "connectors/deploy/kubernetes/base/setup.yaml"
            })
    void whatTheBuildDoesNotReadIsNotSent(String path) {
        assertThat(Dockerfile.of(ROOT, TEXT, IGNORE).isIgnored(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pom.xml",
                "docs/configuration.md",
                "LICENSE",
                ".mvn/jvm.config",
                "processor/pom.xml",
                "connectors/deploy/pom.xml",
                "connectors/deploy/image/http-ok",
                "schemas/src/main/avro/chat.avdl"
            })
    void whatTheBuildReadsIsSent(String path) {
        assertThat(Dockerfile.of(ROOT, TEXT, IGNORE).isIgnored(path)).isFalse();
    }
}
