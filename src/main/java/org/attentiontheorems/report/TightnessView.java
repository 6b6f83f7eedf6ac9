package org.attentiontheorems.report;

import freemarker.core.TemplateHTMLOutputModel;
import java.util.ArrayList;
import java.util.List;
import org.attentiontheorems.verify.TheoremEvidence.ClaimEvidence;
import org.attentiontheorems.verify.TheoremEvidence.Tightness;

/**
 * How much of the bounds the tries use.
 *
 * @param quantiles of every claim
 * @param histograms of the claims with enough tries for one
 * @param bins table of the histograms: an interval and, per histogram, its count
 */
public record TightnessView(List<Quantiles> quantiles, List<Histogram> histograms, List<Bin> bins) {
    /** Fewer tries are told by their quantiles. */
    private static final int LEAST_TRIES = 20;

    /** Intervals of equal width on [0, 1], before the one above 1. */
    private static final int BINS = 20;

    private static final double OVERFLOW_WIDTH = 0.06;
    /** From here on the ticks of an axis are whole numbers. */
    private static final double LEAST_HEIGHT = 4;

    /**
     * Tightness of the tries of one claim.
     *
     * @param allowance whether it is the share of a numerical allowance, as for identities
     */
    public record Quantiles(
            String claim, boolean allowance, String tries, String q05, String q50, String q95, String max) {}

    /** The tries of one claim. */
    public record Histogram(String claim, boolean allowance, TemplateHTMLOutputModel picture) {}

    /** Counts of all claims in one interval. */
    public record Bin(String interval, List<String> counts) {}

    static TightnessView of(List<ClaimEvidence> claims) {
        List<Quantiles> quantiles = new ArrayList<>();
        List<Histogram> histograms = new ArrayList<>();
        List<List<Integer>> counts = new ArrayList<>();
        for (ClaimEvidence claim : claims) {
            if (claim.tightness().isEmpty() || claim.kind().equals("monotone")) {
                continue; // the bound of a monotone quantity is 0
            }
            Tightness tightness = claim.tightness().get();
            boolean allowance = claim.kind().equals("identity");
            int tries =
                    tightness.histogram().stream().mapToInt(Integer::intValue).sum();
            quantiles.add(quantiles(claim.id(), allowance, tries, tightness));
            if (tries >= LEAST_TRIES) {
                histograms.add(new Histogram(claim.id(), allowance, Markdown.markup(picture(claim.id(), tightness))));
                counts.add(tightness.histogram());
            }
        }
        return new TightnessView(quantiles, histograms, histograms.isEmpty() ? List.of() : bins(counts));
    }

    private static Quantiles quantiles(String claim, boolean allowance, int tries, Tightness tightness) {
        return new Quantiles(
                claim,
                allowance,
                Figures.count(tries),
                Figures.of(tightness.q05()),
                Figures.of(tightness.q50()),
                Figures.of(tightness.q95()),
                Figures.of(tightness.max()));
    }

    private static List<Bin> bins(List<List<Integer>> counts) {
        List<Bin> bins = new ArrayList<>();
        for (int k = 0; k <= BINS; k++) {
            int bin = k;
            bins.add(new Bin(
                    interval(k),
                    counts.stream().map(all -> Figures.count(all.get(bin))).toList()));
        }
        return bins;
    }

    private static String interval(int bin) {
        if (bin == BINS) {
            return "above 1";
        }
        return Figures.fixed(bin / (double) BINS, 2) + " to " + Figures.fixed((bin + 1) / (double) BINS, 2);
    }

    private static String picture(String claim, Tightness tightness) {
        double[] edges = new double[BINS + 1];
        double[] heights = new double[BINS];
        double highest = tightness.histogram().get(BINS);
        for (int k = 0; k < BINS; k++) {
            edges[k] = k / (double) BINS;
            heights[k] = tightness.histogram().get(k);
            highest = Math.max(highest, heights[k]);
        }
        edges[BINS] = 1;
        double above = tightness.histogram().get(BINS);
        double top = Math.max(LEAST_HEIGHT, 1.08 * highest);
        String description = "Median " + Figures.of(tightness.q50()) + ", largest " + Figures.of(tightness.max())
                + ". All counts stand in the table below.";
        Axis x = Axis.linear("measured / bound", 0, 1 + 2 * OVERFLOW_WIDTH);
        return new Plot(Plot.Frame.SMALL, claim + ": tries by tightness", description, x, Axis.linear("tries", 0, top))
                .bars("tries", edges, heights)
                .bars("above", new double[] {1, 1 + OVERFLOW_WIDTH}, new double[] {above})
                .line("one", new double[] {1, 1}, new double[] {0, top})
                .svg();
    }
}
