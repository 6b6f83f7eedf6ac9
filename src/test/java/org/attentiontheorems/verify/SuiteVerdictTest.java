package org.attentiontheorems.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.attentiontheorems.catalogue.Catalogue;
import org.attentiontheorems.report.Baseline;
import org.attentiontheorems.report.Baseline.Drift;
import org.attentiontheorems.report.DriftTable;
import org.attentiontheorems.verify.TheoremEvidence.ClaimEvidence;
import org.attentiontheorems.verify.TheoremEvidence.ControlEvidence;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Runs alone, after all others: what can only be said of the whole run. Skipped when {@code -Dtest} names a part of it. */
@DisabledIfSystemProperty(named = "test", matches = ".+", disabledReason = "a part of the suite was run")
class SuiteVerdictTest {
    private static final int MAX_RATE_DECISIONS = 100;

    private final List<TheoremEvidence> run = new ArrayList<>();

    @BeforeEach
    void readTheEvidence() {
        for (Catalogue.Entry entry : Catalogue.all()) {
            Path file = EvidenceStore.evidenceFile(
                    EvidenceSession.REPORTS, entry.theorem().id());
            assertThat(file)
                    .as("evidence of " + entry.theorem().id()
                            + ", written when every claim has its property and all steps ran")
                    .exists();
            run.add(EvidenceStore.read(file));
        }
    }

    @Test
    void everyTheoremHasEvidenceOfThisRun() {
        assertThat(run).isNotEmpty().allSatisfy(evidence -> {
            assertThat(evidence.environment().run())
                    .as(evidence.theorem())
                    .isEqualTo(Settings.current().run());
            assertThat(evidence.masterSeed())
                    .isEqualTo(Long.toString(Settings.current().seed()));
        });
    }

    @Test
    void everyTheoremHolds() {
        assertThat(run)
                .allSatisfy(evidence -> assertThat(evidence.verdict())
                        .as(evidence.theorem() + ": " + evidence.verdictReason())
                        .isEqualTo(Verdict.HOLDS));
    }

    @Test
    void everyNegativeControlIsRejectedAndEveryTheoremHasAtLeastThree() {
        assertThat(run)
                .allSatisfy(evidence -> assertThat(evidence.negativeControls())
                        .as(evidence.theorem())
                        .hasSizeGreaterThanOrEqualTo(3)
                        .allMatch(ControlEvidence::rejected));
    }

    @Test
    void theErrorBudgetOfTheRunIsKept() {
        double[] alphas = run.stream().mapToDouble(TheoremEvidence::alphaSpent).toArray();
        double spent = ErrorLedger.total(alphas) + EngineAlpha.TOTAL;
        System.out.printf(
                Locale.ROOT,
                "false-alarm probability of this run: at most %.2g (budget %.2g)%n",
                spent,
                ErrorLedger.SUITE_BUDGET);
        ErrorLedger.requireWithinBudget(spent);
    }

    @Test
    void thereAreNotMoreRateDecisionsThanPlanned() {
        long rates = run.stream()
                .flatMap(evidence -> evidence.claims().stream())
                .filter(claim -> claim.kind().equals("rate") || claim.kind().equals("sharp rate"))
                .mapToLong(ClaimEvidence::tries)
                .sum();
        assertThat(rates).isLessThanOrEqualTo(MAX_RATE_DECISIONS);
    }

    @Test
    void noNumberHasDriftedFromTheBaseline() {
        List<Drift> drift = new ArrayList<>();
        for (TheoremEvidence evidence : run) {
            drift.addAll(Baseline.read(Baseline.FOLDER, evidence.theorem())
                    .map(baseline -> baseline.drift(evidence.golden()))
                    .orElseGet(() -> Baseline.missing(evidence.theorem(), evidence.golden())));
        }
        assertThat(DriftTable.of(drift))
                .as("numbers that are not those of reports/baseline")
                .isEmpty();
    }

    @Test
    void theReportHasAPageForEveryTheorem() {
        assertThat(EvidenceSession.REPORTS.resolve("index.html")).exists();
        assertThat(run)
                .allSatisfy(evidence -> assertThat(EvidenceSession.REPORTS.resolve(evidence.theorem() + ".html"))
                        .exists());
    }
}
