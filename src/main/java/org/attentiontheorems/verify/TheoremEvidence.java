package org.attentiontheorems.verify;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * What a run found out about one theorem: the content of {@code reports/evidence/<id>.json} (verification.md, section 5). Everything
 * but {@code environment} and {@code timing} is the same for the same master seed.
 *
 * @param verdictReason why the verdict is not HOLDS; empty if it is
 * @param masterSeed the seed as a decimal string
 * @param alphaSpent sum of the false-alarm levels of all decisions
 * @param examples worked examples, with the largest difference to the known answers
 * @param quantities named numbers of the worked examples and corners: {@code <example>.<quantity>}
 * @param golden quantities, measured values and bounds of the golden instances, which are compared with the baseline
 * @param pictures what the page shows beside the claims' own series
 */
public record TheoremEvidence(
        String schema,
        String theorem,
        Verdict verdict,
        String verdictReason,
        String masterSeed,
        double alphaSpent,
        List<ClaimEvidence> claims,
        List<ControlEvidence> negativeControls,
        List<ExampleEvidence> examples,

        @JsonDeserialize(contentUsing = Json.LimitReader.class)
        SortedMap<String, Double> quantities,

        @JsonDeserialize(contentUsing = Json.LimitReader.class)
        SortedMap<String, Double> golden,

        List<Picture> pictures,
        Environment environment,
        Timing timing) {
    /** Names the format. */
    public static final String SCHEMA = "attention-theorems/evidence/1";

    /**
     * The tries of one claim.
     *
     * @param family the declared family that it speaks of; empty for random draws
     * @param kind word for the kind of claim
     * @param verdict HOLDS, VIOLATED, INCONCLUSIVE, or ERROR when a try threw
     * @param basis weakest basis of the tries
     * @param tries random draws (or instances of the family) that the claim speaks of
     * @param notApplicable draws that the claim does not speak of
     * @param corners hand-written degenerate instances checked besides
     * @param searched instances evaluated by the adversarial search besides
     * @param series points of the first try that had any
     * @param fit slopes of the same try
     * @param worst tries closest to the bound, tightest first
     * @param error message of the try that threw
     */
    public record ClaimEvidence(
            String id,
            Optional<String> family,
            String kind,
            String verdict,
            Basis basis,
            int tries,
            int holds,
            int violated,
            int inconclusive,
            int vacuous,
            int ties,
            int notApplicable,
            int corners,
            int searched,
            Replicates replicates,
            double alphaSpent,
            Optional<Tightness> tightness,
            List<SizePoint> series,
            Optional<RateFit> fit,
            List<Worst> worst,
            Optional<Counterexample> counterexample,
            Optional<String> error) {}

    /** Replicates of the decisions of one claim. */
    public record Replicates(long total, long median, long max) {
        static Replicates of(long... sorted) {
            return sorted.length == 0
                    ? new Replicates(0, 0, 0)
                    : new Replicates(Arrays.stream(sorted).sum(), sorted[sorted.length / 2], sorted[sorted.length - 1]);
        }
    }

    /**
     * How much of the bound the tries use.
     *
     * @param histogram counts of twenty bins of equal width on [0, 1], then one of all above 1
     */
    public record Tightness(
            double q05,
            double q50,
            double q95,
            @JsonDeserialize(using = Json.LimitReader.class) double max,
            List<Integer> histogram) {
        private static final int BINS = 20;

        /** Of at least one try. */
        static Tightness of(double... sorted) {
            Integer[] histogram = new Integer[BINS + 1];
            Arrays.fill(histogram, 0);
            for (double t : sorted) {
                histogram[t > 1 ? BINS : Math.min((int) (t * BINS), BINS - 1)]++;
            }
            return new Tightness(
                    quantile(sorted, 0.05),
                    quantile(sorted, 0.5),
                    quantile(sorted, 0.95),
                    sorted[sorted.length - 1],
                    List.of(histogram));
        }

        /** Infinity, which JSON lacks, is the largest double. */
        private static double quantile(double[] sorted, double q) {
            double chosen = sorted[(int) Math.floor(q * sorted.length)];
            return Double.isFinite(chosen) ? chosen : Double.MAX_VALUE;
        }
    }

    /**
     * A try close to the bound.
     *
     * @param source {@code draw}, {@code corner} or {@code search}
     * @param instanceFile the instance in full, relative to the report folder
     */
    public record Worst(
            @JsonDeserialize(using = Json.LimitReader.class) double tightness,
            double measured,
            @JsonDeserialize(using = Json.LimitReader.class) double bound,
            String source,
            Optional<DrawNumbers> draw,
            String instanceFile) {}

    /** A draw with its key as a decimal string. */
    public record DrawNumbers(SortedMap<String, Integer> dims, SortedMap<String, Double> scales, String key) {}

    /**
     * A violation.
     *
     * @param file the (shrunk) instance in full, relative to the report folder
     * @param replay command that gives the same answer again
     */
    public record Counterexample(
            String file,
            String replay,
            double measured,
            @JsonDeserialize(using = Json.LimitReader.class) double bound,
            Optional<DrawNumbers> draw) {}

    /**
     * What became of one negative control.
     *
     * @param claim the claim that it falsifies
     * @param rejected whether the check called it VIOLATED where the genuine claim is not
     * @param instancesTried instances needed
     * @param margin how clearly, on the rejecting instance
     * @param marginUnit what the margin counts: such as {@code measured / bound}
     * @param note why it was not rejected, or what its code threw; empty otherwise
     */
    public record ControlEvidence(
            String id,
            Optional<String> family,
            String whatIsWrong,
            String claim,
            boolean rejected,
            int instancesTried,
            @JsonDeserialize(using = Json.LimitReader.class) double margin,
            String marginUnit,
            String note) {}

    /** A worked example: how many of its quantities are known, and the largest difference to them. */
    public record ExampleEvidence(String name, int known, double largestDifference) {
        static ExampleEvidence of(Example<?> example, SortedMap<String, Double> found) {
            double largest = 0;
            for (Map.Entry<String, Double> known : example.expected().entrySet()) {
                Double value = found.get(known.getKey());
                double difference = value == null ? Double.MAX_VALUE : Example.difference(value, known.getValue());
                largest = Math.max(largest, difference);
            }
            return new ExampleEvidence(example.name(), example.expected().size(), largest);
        }

        /** Whether every known answer was met. */
        public boolean agrees() {
            return largestDifference <= Example.TOLERANCE;
        }
    }

    /** Where the run took place; not part of the reproducible bytes. */
    public record Environment(String run, String java, String vendor, String os, String arch, String commit) {
        static Environment current(String run, String commit) {
            return new Environment(
                    run,
                    System.getProperty("java.version", ""),
                    System.getProperty("java.vendor", ""),
                    System.getProperty("os.name", "").toLowerCase(Locale.ROOT),
                    System.getProperty("os.arch", ""),
                    commit);
        }
    }

    /** How long it took; not part of the reproducible bytes. */
    public record Timing(double seconds, Millis perTryMillis) {}

    /** Milliseconds of a try. */
    public record Millis(double q50, double max) {}

    /** The part that speaks of some families only: claims and controls, without examples, numbers and pictures. */
    TheoremEvidence ofFamilies(Set<String> families) {
        return new TheoremEvidence(
                schema,
                theorem,
                verdict,
                verdictReason,
                masterSeed,
                alphaSpent,
                claims.stream()
                        .filter(c -> c.family().filter(families::contains).isPresent())
                        .toList(),
                negativeControls.stream()
                        .filter(c -> c.family().filter(families::contains).isPresent())
                        .toList(),
                List.of(),
                new TreeMap<>(),
                new TreeMap<>(),
                List.of(),
                environment,
                timing);
    }

    /** Controls that the checks rejected. */
    public long controlsRejected() {
        return negativeControls.stream().filter(ControlEvidence::rejected).count();
    }
}
