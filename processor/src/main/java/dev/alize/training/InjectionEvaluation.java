package dev.alize.training;

import dev.alize.policies.injection.Detector;
import dev.alize.policies.injection.PromptInjection;
import dev.alize.policies.injection.PromptInjectionSettings;
import dev.alize.policies.model.Calibration;
import dev.alize.policies.model.LinearModel;
import dev.alize.policies.text.Normaliser;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures the policy {@code prompt-injection} at its default threshold: on rows that the model has not learned from
 * ({@code cross-validation}), on sources that it has not learned from ({@code leave-one-source-out}), and the shipped
 * model on everything, which tells only what it remembers ({@code shipped}). What was put into mails, tables and code is
 * judged as a document; the model learns none of it, so it stands with the sources left out.
 */
public final class InjectionEvaluation implements Evaluation {
    private final InjectionSpec spec = new InjectionSpec();

    @Override
    public String subject() {
        return spec.subject();
    }

    @Override
    public List<Score> run(Data data) {
        Trainer trainer = Trainer.of(spec, data);
        float[][] unseen = trainer.unseen(trainer.folds());
        Calibration calibration = trainer.calibrate(unseen, 0);
        List<Score> scores = new ArrayList<>();
        scores.addAll(InjectionTable.of("cross-validation", rows(trainer, unseen, calibration)));
        scores.addAll(InjectionTable.of("leave-one-source-out", sources(trainer, data, calibration)));
        scores.addAll(InjectionTable.of("shipped", shipped(data)));
        return scores;
    }

    private List<InjectionTable.Judged> rows(Trainer trainer, float[][] unseen, Calibration calibration) {
        List<InjectionTable.Judged> judged = new ArrayList<>();
        for (int i = 0; i < unseen.length; i++) {
            judged.add(judged(trainer.examples().get(i), calibration.logOdds(unseen[i][0])));
        }
        return judged;
    }

    private List<InjectionTable.Judged> sources(Trainer trainer, Data data, Calibration calibration) {
        List<InjectionTable.Judged> judged = new ArrayList<>();
        List<Row> rows = rows(data);
        for (String source : rows.stream().map(Row::source).distinct().toList()) {
            LinearModel model =
                    trainer.without(example -> example.row().source().equals(source));
            rows.stream()
                    .filter(row -> row.source().equals(source))
                    .map(spec::of)
                    .forEach(example -> judged.add(judged(
                            example,
                            calibration.logOdds(model.read(example.text()).margins()[0]))));
        }
        return judged;
    }

    private List<InjectionTable.Judged> shipped(Data data) {
        Detector detector = new Detector(PromptInjection.model(), new Normaliser(true, true), true);
        return rows(data).stream()
                .map(row ->
                        judged(row, detector.assess(row.text(), isDocument(row)).score()))
                .toList();
    }

    private InjectionTable.Judged judged(Example example, double modelOdds) {
        boolean document = isDocument(example.row());
        int windows = Cutter.windows(example.text(), spec.shape());
        return judged(example.row(), Calibration.sigmoid(Detector.odds(modelOdds, windows, example.text(), document)));
    }

    private static InjectionTable.Judged judged(Row row, double score) {
        boolean injection = row.label().equals("injection");
        return new InjectionTable.Judged(row, injection, score >= PromptInjectionSettings.DEFAULT.threshold());
    }

    /** Those of the own subject, and what the model learns of others. */
    private List<Row> rows(Data data) {
        return spec.subjects().stream()
                .flatMap(subject -> data.of(subject).stream()
                        .filter(row -> subject.equals(spec.subject())
                                || spec.example(row).isPresent()))
                .toList();
    }

    private static boolean isDocument(Row row) {
        return row.source().startsWith("bipia");
    }
}
