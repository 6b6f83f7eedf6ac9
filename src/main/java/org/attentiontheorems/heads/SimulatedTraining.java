package org.attentiontheorems.heads;

import java.util.Arrays;
import java.util.List;
import org.attentiontheorems.flow.Flow;
import org.attentiontheorems.heads.SimulatedTraining.Law;
import org.attentiontheorems.measure.Multinomial;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Memo;

/**
 * Training at a size where nothing can be enumerated: N heads that start at draws from a law of many atoms, by stochastic gradient descent.
 *
 * @param law where heads start, and how long they are trained
 * @param heads number N of heads
 * @param path sequences of the steps, where they are given
 */
record SimulatedTraining(Law law, int heads, int[] path) {
    private static final Memo<Law, Limit> LIMIT = Memo.of(Limit::of);
    private static final Memo<SimulatedTraining, Descended> DESCENDED = Memo.of(Descended::of);

    /**
     * A law of heads to be trained.
     *
     * @param model data, ridge and law
     * @param horizon H
     */
    record Law(HeadModel model, double horizon) {}

    /** The mean-field limit of a law. */
    private record Limit(
            TrainingBounds bounds, HeadRisk risk, StochasticDescent descent, double[] theta, MeanField flow) {
        static Limit of(Law law) {
            HeadModel model = law.model();
            TrainingBounds bounds = TrainingBounds.of(model, law.horizon());
            HeadRisk risk = HeadRisk.of(model);
            double[] theta = model.parameters();
            MeanField flow = MeanField.of(risk, model.atomWeights(), theta, law.horizon(), bounds.growth(), Flow.LOOSE);
            return new Limit(bounds, risk, StochasticDescent.of(risk), theta, flow);
        }
    }

    /**
     * The mean-field limit of stochastic gradient descent along a given path, and what bounds the distance of N heads from it.
     *
     * @param theta where it ends
     * @param spread {@code η Σ_i q^((k-1-i)/2) sqrt(V_i)}, V_i the centred variance on the sequence of step i
     * @param largestSpread {@code η Σ_i q^((k-1-i)/2) (M_i² V_i)^¼}
     */
    private record Descended(double[] theta, double spread, double largestSpread) {
        static Descended of(SimulatedTraining x) {
            Limit limit = LIMIT.apply(x.law);
            double eta = x.law.horizon() / x.path.length;
            double factor = Math.sqrt(limit.bounds().stepExpansion(eta));
            double[] masses = x.law.model().atomWeights();
            double[] theta = limit.theta();
            double spread = 0;
            double largest = 0;
            for (int j : x.path) {
                HeadRisk one = limit.risk().only(j);
                MeanField.Spread now = MeanField.Spread.of(one.kernel().corpus(), masses, one.forward(masses, theta));
                spread = factor * spread + eta * Math.sqrt(now.variance());
                largest = factor * largest + eta * Math.sqrt(Math.sqrt(now.largest() * now.variance()));
                theta = limit.descent().after(masses, theta, eta, j);
            }
            return new Descended(theta, spread, largest);
        }
    }

    /**
     * 64 atoms with d = 8, 32 sequences of 8 positions from a vocabulary of 16 whose embeddings share a direction, as trained embeddings do,
     * and 16 of the sequences for the steps.
     */
    static List<SimulatedTraining> drawn(RandomField random, int... heads) {
        HeadDraws sizes = new HeadDraws(8, 4, 16, 8, 32, 64);
        HeadModel drawn = sizes.model(random, 1, 0, HeadDraws.simplex(random, "masses", 64));
        HeadModel model = drawn.withInputs(withCommonDirection(drawn.inputs()));
        StochasticDescent descent = StochasticDescent.of(HeadRisk.of(model));
        int[] path = Arrays.stream(random.uniforms("path", 0, 16))
                .mapToInt(descent::drawn)
                .toArray();
        Law law = new Law(model, 1);
        return Arrays.stream(heads)
                .mapToObj(n -> new SimulatedTraining(law, n, path))
                .toList();
    }

    /** Every token with 2 for its first entry, all divided by the largest norm. */
    private static double[][][] withCommonDirection(double[][][] inputs) {
        double largest = 0;
        for (double[][] sequence : inputs) {
            for (double[] x : sequence) {
                x[0] = 2;
                largest = Math.max(largest, Math.sqrt(Sums.dot(x, x)));
            }
        }
        for (double[][] sequence : inputs) {
            for (double[] x : sequence) {
                for (int k = 0; k < x.length; k++) {
                    x[k] /= largest;
                }
            }
        }
        return inputs;
    }

    private Limit limit() {
        return LIMIT.apply(law);
    }

    private HeadEnsemble start(int n, RandomField random) {
        double[] fractions = HeadSampling.REFERENCE.draw(law.model().atomWeights(), n, random);
        return HeadEnsemble.of(fractions, limit().theta());
    }

    // ---- N heads against infinitely many, along the same sequences

    /** {@code ‖θ^c - θ̄‖²} of n heads after descent along the given path, from infinitely many along the same path. */
    double chaosSquare(int n, RandomField random) {
        return chaosSquare(start(n, random));
    }

    /** The same for n copies of a single draw. */
    double copiedSquare(RandomField random) {
        return chaosSquare(start(1, random));
    }

    private double chaosSquare(HeadEnsemble heads) {
        double eta = law.horizon() / path.length;
        double[] end = limit().descent().after(heads.masses(), heads.start(), eta, path);
        return heads.meanSquare(end, heads.rows(DESCENDED.apply(this).theta()));
    }

    /**
     * What {@link #chaosSquare} is over all starts of n heads, where there are few.
     *
     * @param mean its mean
     * @param largest its largest value
     */
    record Enumerated(double mean, double largest) {}

    /** O(number of compositions of n) descents. */
    Enumerated enumeratedChaos(int n) {
        double[] mean = new double[1];
        double[] largest = new double[1];
        Multinomial.of(n, law.model().atomWeights()).forEach((counts, weight) -> {
            double square = chaosSquare(HeadEnsemble.of(HeadEnsemble.fractions(counts), limit().theta()));
            mean[0] += weight * square;
            largest[0] = Math.max(largest[0], square);
        });
        return new Enumerated(mean[0], largest[0]);
    }

    /** Bounds the root mean square distance: {@code G/2 n^-½ η Σ_i q^((k-1-i)/2) sqrt(V_i)}. */
    double chaosBound(int n) {
        return limit().bounds().chaos(DESCENDED.apply(this).spread(), n);
    }

    /** Bounds {@code (E ‖θ^c - θ̄‖⁴)^¼}. */
    double chaosFourth(int n) {
        Descended limit = DESCENDED.apply(this);
        return limit().bounds().chaosFourth(limit.spread(), limit.largestSpread(), n);
    }

    // ---- stochastic gradient descent of N heads against the mean-field flow

    /** {@code ‖θ^SGD_k - θ̄(H)‖²} of n heads after k steps on drawn sequences, from the mean-field flow. */
    double totalSquare(int n, int steps, RandomField random) {
        HeadEnsemble heads = start(n, random);
        double[] end =
                limit().descent().after(heads.masses(), heads.start(), law.horizon() / steps, drawnPath(steps, random));
        return heads.meanSquare(end, heads.rows(limit().flow().theta()));
    }

    private int[] drawnPath(int steps, RandomField random) {
        double[] u = random.uniforms("sequences", 0, steps);
        return Arrays.stream(u).mapToInt(limit().descent()::drawn).toArray();
    }

    /** Bounds the root mean square distance of n heads after k steps from the mean-field flow, a priori but for V along it. */
    double totalBound(int n, int steps) {
        TrainingBounds bounds = limit().bounds();
        double[] noise = new double[steps];
        Arrays.fill(noise, bounds.noiseCap());
        return bounds.chaos(limit().flow().spread(), n) + bounds.euler(bounds.speedCap(), steps) + bounds.sgd(noise);
    }

    /** Bounds {@code (E ‖θ^SGD_k - θ̄(H)‖⁴)^¼}. */
    double totalFourth(int n, int steps) {
        TrainingBounds bounds = limit().bounds();
        MeanField flow = limit().flow();
        return bounds.chaosFourth(flow.spread(), flow.largestSpread(), n)
                + bounds.euler(bounds.speedCap(), steps)
                + bounds.sgdFourth(steps);
    }
}
