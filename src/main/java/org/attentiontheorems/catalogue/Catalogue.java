package org.attentiontheorems.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.attentiontheorems.heads.DiracStability;
import org.attentiontheorems.heads.EnergyDissipation;
import org.attentiontheorems.heads.FiniteHeadApproximation;
import org.attentiontheorems.heads.GradientDominationRates;
import org.attentiontheorems.heads.PropagationOfChaos;
import org.attentiontheorems.heads.SingleLimit;
import org.attentiontheorems.heads.StationaryConvergence;
import org.attentiontheorems.heads.StrongMonotonicityStability;
import org.attentiontheorems.heads.VariationalSupport;
import org.attentiontheorems.homogenization.ConditionalMeanField;
import org.attentiontheorems.homogenization.GaussianDriftVanishes;
import org.attentiontheorems.homogenization.HomogenizedDeterministicLimit;
import org.attentiontheorems.homogenization.HomogenizedStochasticLimit;
import org.attentiontheorems.homogenization.RepresentationCollapse;
import org.attentiontheorems.layers.ControlStability;
import org.attentiontheorems.layers.EmpiricalRiskSampling;
import org.attentiontheorems.layers.EulerLayers;
import org.attentiontheorems.layers.MeanFieldControlValue;
import org.attentiontheorems.layers.PontryaginTerminalCondition;
import org.attentiontheorems.lowtemperature.LaplacePrinciple;
import org.attentiontheorems.lowtemperature.LowTemperatureConcentration;
import org.attentiontheorems.lowtemperature.MetastabilityTimescale;
import org.attentiontheorems.lowtemperature.TerminalPhase;
import org.attentiontheorems.lowtemperature.ZeroTemperatureLyapunov;
import org.attentiontheorems.pages.InvalidPage;
import org.attentiontheorems.pages.Page;
import org.attentiontheorems.prompts.InContextRegression;
import org.attentiontheorems.prompts.InfinitePromptLinearOperator;
import org.attentiontheorems.prompts.PromptGradientConcentration;
import org.attentiontheorems.prompts.PromptOutputConcentration;
import org.attentiontheorems.prompts.TrainingTrajectoryStability;
import org.attentiontheorems.verify.Theorem;
import org.jspecify.annotations.Nullable;

/**
 * The one list of all theorems, joined with their pages. A theorem is added with one line here, its class, and its page
 * {@code theorems/<group>/<id>.md}; the package of a group is its name without hyphens.
 */
public final class Catalogue {
    private static final List<String> GROUPS =
            List.of("heads", "layers", "homogenization", "low-temperature", "prompts");

    /** In the order of the papers. */
    private static final List<Theorem<?>> THEOREMS = List.of(
            new FiniteHeadApproximation(),
            new VariationalSupport(),
            new PropagationOfChaos(),
            new EnergyDissipation(),
            new StationaryConvergence(),
            new SingleLimit(),
            new GradientDominationRates(),
            new StrongMonotonicityStability(),
            new DiracStability(),
            new EulerLayers(),
            new PontryaginTerminalCondition(),
            new EmpiricalRiskSampling(),
            new MeanFieldControlValue(),
            new ControlStability(),
            new HomogenizedDeterministicLimit(),
            new HomogenizedStochasticLimit(),
            new GaussianDriftVanishes(),
            new RepresentationCollapse(),
            new ConditionalMeanField(),
            new LaplacePrinciple(),
            new ZeroTemperatureLyapunov(),
            new LowTemperatureConcentration(),
            new MetastabilityTimescale(),
            new TerminalPhase(),
            new InfinitePromptLinearOperator(),
            new PromptOutputConcentration(),
            new PromptGradientConcentration(),
            new TrainingTrajectoryStability(),
            new InContextRegression());

    private static @Nullable List<Entry> entries;

    private Catalogue() {}

    /** A theorem and its page. */
    public record Entry(Theorem<?> theorem, Page page) {
        /** The id. */
        @Override
        public String toString() {
            return page.id();
        }
    }

    /**
     * All theorems, in the order of the papers.
     *
     * @throws InvalidPage if a page is missing or wrong
     */
    public static synchronized List<Entry> all() {
        List<Entry> known = entries;
        if (known == null) {
            known = joined();
            entries = known;
        }
        return known;
    }

    /** The pages of all theorems, in the same order. */
    public static List<Page> pages() {
        return all().stream().map(Entry::page).toList();
    }

    /** The theorem with this id. */
    public static Optional<Entry> find(String id) {
        return all().stream().filter(entry -> entry.page().id().equals(id)).findFirst();
    }

    private static List<Entry> joined() {
        List<Entry> entries = new ArrayList<>();
        for (Theorem<?> theorem : THEOREMS) {
            entries.add(new Entry(theorem, Page.read(groupOf(theorem), theorem.id())));
        }
        return List.copyOf(entries);
    }

    /** The group whose name, without hyphens, is the last part of the theorem's package. */
    private static String groupOf(Theorem<?> theorem) {
        String packageName = theorem.getClass().getPackageName();
        String last = packageName.substring(packageName.lastIndexOf('.') + 1);
        return GROUPS.stream()
                .filter(group -> group.replace("-", "").equals(last))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no group has the package " + packageName));
    }
}
