package org.attentiontheorems.homogenization;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Mean;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Range;

/**
 * One simulated layer at a realistic size: 64 tokens in 64 dimensions, 8 heads, key-query matrices from a law of 16 Gaussian ones and Gaussian
 * values, whose increment is drawn given what the heads read. Unbiased statistics of the change of the Gram matrix are compared with the drift
 * and the variation, up to proven weak errors. A replicate is a pair of layers with opposite values.
 */
final class LayerSimulations {
    private static final int SIZE = 64;
    private static final int HEADS = 8;
    private static final int ATOMS = 16;
    private static final double HIGH_OVERLAP = 0.5;
    private static final double LOW_OVERLAP = 0.02;

    /** By how much clipping a replicate may move its mean: a bound of its probability, some 1e-10, times the largest value. */
    private static final double CLIPPED = 1e-7;

    private static final long MANY = 4000;

    private final Memo<Setting, Prepared> prepared = Memo.of(Prepared::of);
    private final Map<Long, Change> changes = new ConcurrentHashMap<>();

    /**
     * What is simulated.
     *
     * @param tokens 64 x 64: the first half of them have overlaps about 0.5, the others about 0.02
     * @param keyQueries 16 matrices, equally likely
     * @param delta δ = η²/8
     */
    record Setting(double beta, double delta, double[][] tokens, double[][][] keyQueries) {
        static Setting drawn(double beta, double delta, RandomField random) {
            double[] common = random.gaussians("common", 0, SIZE);
            double[][] tokens = random.gaussianMatrix("tokens", SIZE, SIZE);
            for (int i = 0; i < SIZE; i++) {
                double overlap = i < SIZE / 2 ? HIGH_OVERLAP : LOW_OVERLAP;
                for (int k = 0; k < SIZE; k++) {
                    tokens[i][k] = Math.sqrt(overlap) * common[k] + Math.sqrt(1 - overlap) * tokens[i][k];
                }
                tokens[i] = SphereStep.normalised(tokens[i]);
            }
            double[][][] keyQueries = new double[ATOMS][][];
            for (int a = 0; a < ATOMS; a++) {
                keyQueries[a] = random.gaussianMatrix("B" + a, SIZE, SIZE);
            }
            return new Setting(beta, delta, tokens, keyQueries);
        }
    }

    /** What all replicates share: the overlaps of the averages for every B, the drift, and the predictions. */
    private record Prepared(double[][][] averaged, GramDiffusion limit, double largestNorm, double[] predictions) {
        static Prepared of(Setting x) {
            double[][] gram = OverlapPath.gram(x.tokens());
            double[][][] averaged = new double[ATOMS][][];
            double[][] mean = new double[SIZE][SIZE];
            double largest = 0;
            for (int a = 0; a < ATOMS; a++) {
                averaged[a] = products(
                        Attention.of(x.tokens(), x.beta(), x.keyQueries()[a]).averages());
                Rows.add(mean, 1.0 / ATOMS, averaged[a]);
                for (int i = 0; i < SIZE; i++) {
                    largest = Math.max(largest, averaged[a][i][i]);
                }
            }
            GramDiffusion limit = new GramDiffusion(gram, mean, SIZE, 1.0 / SIZE);
            return new Prepared(averaged, limit, largest, predictions(limit, GramDiffusion::drift));
        }

        private static double[][] products(double[][] rows) {
            double[][] products = new double[SIZE][];
            for (int i = 0; i < SIZE; i++) {
                products[i] = Rows.apply(rows, rows[i]);
            }
            return products;
        }

        /** The statistics of {@link Change} in the limit. */
        static double[] predictions(GramDiffusion limit, OverlapPath.GramDrift formula) {
            double[][] drift = new double[SIZE][SIZE];
            double squares = 0;
            double adjacent = 0;
            for (int i = 0; i < SIZE; i++) {
                for (int j = 0; j < SIZE; j++) {
                    drift[i][j] = formula.at(limit, i, j);
                    for (int k = 0; k < SIZE && j != i; k++) {
                        if (k == j) {
                            squares += limit.variation(i, j, i, j);
                        } else if (k != i) {
                            adjacent += limit.variation(i, j, i, k);
                        }
                    }
                }
            }
            double pairs = SIZE * (SIZE - 1.0);
            double mean = sum(drift, drift, 0) / pairs;
            return new double[] {mean, pattern(drift, drift, mean), squares / pairs, adjacent / pairs / (SIZE - 2)};
        }

        /** The sum of all entries, or of products of entries. */
        private static double sum(double[][] a, double[][] b, int power) {
            double sum = 0;
            for (int i = 0; i < a.length; i++) {
                for (int j = 0; j < a.length; j++) {
                    sum += i == j ? 0 : a[i][j] * (power == 0 ? 1 : b[i][j]);
                }
            }
            return sum;
        }

        /** {@code Σ (b_ij - b̄) a_ij / Σ |b_ij - b̄|} over pairs of different tokens. */
        private static double pattern(double[][] a, double[][] drift, double mean) {
            double sum = 0;
            double total = 0;
            for (int i = 0; i < a.length; i++) {
                for (int j = 0; j < a.length; j++) {
                    double weight = i == j ? 0 : drift[i][j] - mean;
                    sum += weight * a[i][j];
                    total += Math.abs(weight);
                }
            }
            return sum / total;
        }
    }

    /**
     * Statistics of ΔG of one replicate, divided by δ.
     *
     * @param mean mean over pairs of different tokens
     * @param pattern how far the change follows the differences between the drifts of different pairs
     * @param squares mean of (ΔG_ij)²
     * @param adjacent mean of ΔG_ij ΔG_ik over j other than k
     */
    private record Change(double mean, double pattern, double squares, double adjacent) {}

    private Change change(Setting x, RandomField random) {
        return changes.computeIfAbsent(random.word("layer", SIZE, 0), word -> drawn(x, random));
    }

    private Change drawn(Setting x, RandomField random) {
        Prepared known = prepared.apply(x);
        double[][] averaged = new double[SIZE][SIZE];
        for (double u : random.uniforms("heads", 0, HEADS)) {
            Rows.add(averaged, 1.0 / HEADS, known.averaged()[(int) (u * ATOMS)]);
        }
        double[][] updates =
                GaussianUpdates.of(averaged, x.delta() / SIZE).from(random.gaussianMatrix("values", SIZE, SIZE));
        double[][] even = new double[SIZE][SIZE];
        double squares = 0;
        double adjacent = 0;
        for (int sign = -1; sign <= 1; sign += 2) {
            double[][] change = OverlapPath.gram(SphereStep.step(x.tokens(), Rows.times(sign, updates)));
            Rows.add(change, -1, known.limit().gram());
            Rows.add(even, 0.5 / x.delta(), change);
            for (double[] row : change) {
                double sum = 0;
                double square = 0;
                for (double entry : row) {
                    sum += entry;
                    square += entry * entry;
                }
                squares += 0.5 / x.delta() * square;
                adjacent += 0.5 / x.delta() * (sum * sum - square);
            }
        }
        double pairs = SIZE * (SIZE - 1.0);
        double[][] drift = new double[SIZE][SIZE];
        for (int i = 0; i < SIZE; i++) {
            for (int j = 0; j < SIZE; j++) {
                drift[i][j] = known.limit().drift(i, j);
            }
        }
        return new Change(
                Prepared.sum(even, even, 0) / pairs,
                Prepared.pattern(even, drift, known.predictions()[0]),
                squares / pairs,
                adjacent / pairs / (SIZE - 2));
    }

    // ---- claims

    /**
     * A statistic of a change.
     *
     * @param least what it does not fall below, in units of the largest M_ii
     * @param most what it hardly exceeds, in the same units, or in units of its prediction where that is positive by nature
     * @param relative whether {@code most} is in units of the prediction
     * @param weak factor of its weak error
     */
    private record Statistic(
            String id,
            int index,
            ToDoubleFunction<Change> value,
            double least,
            double most,
            boolean relative,
            double weak) {}

    /**
     * Terms of degree at least 4 are at most {@code 10 ρ⁴} for a change, twice for two tokens. As long as {@code |u_i|² <= 3 δ M_ii}, even parts of
     * changes are at most 9 M δ.
     */
    private static final Statistic MEAN = new Statistic("mean-change", 0, Change::mean, -9, 9, false, 20);

    private static final Statistic PATTERN = new Statistic("pattern-of-change", 1, Change::pattern, -9, 9, false, 20);

    /**
     * At most {@code 44 ρ⁴} for a product of changes, for two tokens. Leading terms are means of squares of Gaussian numbers: with mean c, their
     * fourth moment is at most 105 c⁴, so that {@code E(X - 20c)^+ <= 27/256 105 c⁴ / (20c)³}, less than 0.002 c.
     */
    private static final Statistic SQUARES = new Statistic("mean-square-change", 2, Change::squares, 0, 40, true, 88);

    /** The same for three tokens; where products are negative, they are at least minus the squares over n-2. */
    private static final Statistic ADJACENT =
            new Statistic("adjacent-change", 3, Change::adjacent, -16.0 / (SIZE - 2), 40, true, 132);

    /** {@code E|u_i|⁴ <= δ² M² (1 + 2/d)}. */
    private double weakError(Statistic statistic, Setting x) {
        double m = prepared.apply(x).largestNorm();
        return statistic.weak() * (1 + 2.0 / SIZE) * m * m * x.delta() + CLIPPED;
    }

    private double least(Statistic statistic, Setting x) {
        return statistic.least() * prepared.apply(x).largestNorm();
    }

    /** The leading term of adjacent products, squares included, has the mean {@code c = a + s/(n-2)}. */
    private double most(Statistic statistic, Setting x) {
        if (!statistic.relative()) {
            return statistic.most() * prepared.apply(x).largestNorm();
        }
        double squares = statistic.equals(ADJACENT) ? prediction(SQUARES, x) / (SIZE - 2) : 0;
        return statistic.most() * (prediction(statistic, x) + squares);
    }

    private double sample(Statistic statistic, Setting x, RandomField random) {
        return statistic.value().applyAsDouble(change(x, random));
    }

    private double prediction(Statistic statistic, Setting x) {
        return prepared.apply(x).predictions()[statistic.index()];
    }

    /** The prediction by another limit or another drift: what controls claim. */
    private double prediction(
            Statistic statistic, Setting x, UnaryOperator<GramDiffusion> change, OverlapPath.GramDrift drift) {
        GramDiffusion limit = change.apply(prepared.apply(x).limit());
        return Prepared.predictions(limit, drift)[statistic.index()];
    }

    private Mean<Setting> atMost(Statistic statistic, double margin, ToDoubleFunction<Setting> prediction) {
        return Claim.<Setting>mean(
                        statistic.id(),
                        (x, random) -> Approx.direct(Math.max(least(statistic, x), sample(statistic, x, random))))
                .atMost(x -> prediction.applyAsDouble(x) + weakError(statistic, x))
                .in(x -> Range.above(least(statistic, x)))
                .within(margin)
                .replicates(MANY);
    }

    private Mean<Setting> atMost(Statistic statistic, double margin) {
        return atMost(statistic, margin, x -> prediction(statistic, x));
    }

    /** From below; clipping at {@code most} may lower the mean by 0.2 % of the prediction. */
    private Mean<Setting> atLeast(Statistic statistic, double margin, ToDoubleFunction<Setting> prediction) {
        double kept = statistic.relative() ? 0.998 : 1;
        return Claim.<Setting>mean(
                        statistic.id() + "-from-below",
                        (x, random) -> Approx.direct(-Math.min(most(statistic, x), sample(statistic, x, random))))
                .atMost(x -> weakError(statistic, x) - kept * prediction.applyAsDouble(x))
                .in(x -> Range.above(-most(statistic, x)))
                .within(margin)
                .replicates(MANY);
    }

    private Mean<Setting> atLeast(Statistic statistic, double margin) {
        return atLeast(statistic, margin, x -> prediction(statistic, x));
    }

    private static boolean resolvesDrift(Setting x) {
        return x.delta() > 1e-5;
    }

    private static boolean resolvesVariation(Setting x) {
        return x.delta() < 1e-5;
    }

    Family<Setting> family() {
        return Family.drawn(
                        "realistic-layer",
                        "one layer of 64 tokens in 64 dimensions, 8 heads with Gaussian weights: mean change of the Gram matrix at"
                                + " δ = 1/4096, products of changes at δ = 1e-6",
                        random -> List.of(
                                Setting.drawn(1, 1.0 / 4096, random.size(0)), Setting.drawn(1, 1e-6, random.size(1))))
                .claims(
                        atMost(MEAN, 0.005).when(LayerSimulations::resolvesDrift),
                        atLeast(MEAN, 0.005).when(LayerSimulations::resolvesDrift),
                        atMost(PATTERN, 0.005).when(LayerSimulations::resolvesDrift),
                        atLeast(PATTERN, 0.005).when(LayerSimulations::resolvesDrift),
                        atMost(SQUARES, 0.1).when(LayerSimulations::resolvesVariation),
                        atLeast(SQUARES, 0.004).when(LayerSimulations::resolvesVariation),
                        atMost(ADJACENT, 0.01).when(LayerSimulations::resolvesVariation),
                        atLeast(ADJACENT, 0.01).when(LayerSimulations::resolvesVariation))
                .controls(
                        new NegativeControl<>(
                                "simulated-drift-of-independent-tokens",
                                "gives every token noise of its own: only the curvature is left",
                                atMost(
                                                MEAN,
                                                0.005,
                                                x -> prediction(
                                                        MEAN,
                                                        x,
                                                        GramDiffusion::withoutCommonNoise,
                                                        GramDiffusion::drift))
                                        .when(LayerSimulations::resolvesDrift)),
                        new NegativeControl<>(
                                "simulated-heads-summed",
                                "sums the heads instead of averaging them",
                                atLeast(MEAN, 0.005, x -> HEADS * prediction(MEAN, x))
                                        .when(LayerSimulations::resolvesDrift)),
                        new NegativeControl<>(
                                "simulated-same-change-for-all",
                                "claims that the change does not follow the drifts of the pairs",
                                atMost(PATTERN, 0.005, x -> 0).when(LayerSimulations::resolvesDrift)),
                        new NegativeControl<>(
                                "simulated-pattern-of-summed-heads",
                                "sums the heads in the pattern",
                                atLeast(PATTERN, 0.005, x -> HEADS * prediction(PATTERN, x))
                                        .when(LayerSimulations::resolvesDrift)),
                        new NegativeControl<>(
                                "simulated-independent-tokens",
                                "gives every token noise of its own",
                                atMost(
                                                ADJACENT,
                                                0.01,
                                                x -> prediction(
                                                        ADJACENT,
                                                        x,
                                                        GramDiffusion::withoutCommonNoise,
                                                        GramDiffusion::drift))
                                        .when(LayerSimulations::resolvesVariation)),
                        new NegativeControl<>(
                                "simulated-variation-of-one-token",
                                "lets only one of the two tokens move: half of the variation",
                                atMost(SQUARES, 0.1, x -> prediction(SQUARES, x) / 2)
                                        .when(LayerSimulations::resolvesVariation)),
                        new NegativeControl<>(
                                "simulated-variation-of-summed-heads",
                                "sums the heads in the variation",
                                atLeast(SQUARES, 0.004, x -> HEADS * prediction(SQUARES, x))
                                        .when(LayerSimulations::resolvesVariation)),
                        new NegativeControl<>(
                                "simulated-adjacent-of-summed-heads",
                                "sums the heads in the variation of adjacent overlaps",
                                atLeast(ADJACENT, 0.01, x -> HEADS * prediction(ADJACENT, x))
                                        .when(LayerSimulations::resolvesVariation)));
    }
}
