package org.attentiontheorems.prompts;

import java.util.List;
import org.attentiontheorems.verify.Check;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.ExactRate;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.SizedMeasure;

/** Where the rate of {@code gamma_L} is attained, and where it is lost: logits that grow with the prompt, and random queries. */
final class GammaFamilies {
    private GammaFamilies() {}

    /** Logits of standard deviation tau. */
    record Logits(double tau) {
        Logits {
            Check.that(
                    tau >= 0 && tau <= GaussianWeights.MAX_GAMMA_TAU,
                    "tau",
                    "must be between 0 and %s, is %s",
                    GaussianWeights.MAX_GAMMA_TAU,
                    tau);
        }

        double gamma(int promptLength) {
            return GaussianWeights.gamma(tau, promptLength);
        }
    }

    /** Logits whose variance grows with the prompt, {@code tau² = c log L}; at c = 2 the softmax freezes. */
    record GrowingLogits(double c) {
        GrowingLogits {
            Check.that(c > 0 && c < 2, "c", "must be between 0 and 2, is %s", c);
        }

        double gamma(int promptLength) {
            return GaussianWeights.gamma(Math.sqrt(c * StrictMath.log(promptLength)), promptLength);
        }

        /** Log-log slope between two lengths. */
        double slope(int from, int to) {
            return StrictMath.log(gamma(to) / gamma(from)) / StrictMath.log((double) to / from);
        }
    }

    /**
     * Queries {@code z ~ N(0, I)}, so that {@code tau² = sum_i a_i z_i²} with the eigenvalues a of {@code U' Gamma U}.
     *
     * @param spectrum one or two eigenvalues, at most 1
     */
    record RandomQuery(double[] spectrum) {
        private static final double RADIUS = 6.5;

        RandomQuery {
            Check.finite("spectrum", spectrum);
            Check.between("spectrum.length", spectrum.length, 1, 2);
            for (double a : spectrum) {
                Check.that(a >= 0 && a * spectrum.length <= 1, "spectrum", "must be at most 1 in sum, has %s", a);
            }
        }

        boolean isBounded() {
            return 4 * largest() < 1;
        }

        double largest() {
            double largest = 0;
            for (double a : spectrum) {
                largest = Math.max(largest, a);
            }
            return largest;
        }

        /** {@code det(I - 4 U' Gamma U)^(-1/2) / L}. */
        double bound(int promptLength) {
            double det = 1;
            for (double a : spectrum) {
                det *= 1 - 4 * a;
            }
            return 1 / (Math.sqrt(det) * promptLength);
        }

        /** {@code E_z gamma_L}, by the midpoint rule on (0, 6.5) in each coordinate; two coordinates bear a wider step. */
        double gamma(int promptLength) {
            double step = spectrum.length == 1 ? 0.1 : 0.5;
            return integral(0, 0, step, promptLength);
        }

        private double integral(int coordinate, double tauSquared, double step, int promptLength) {
            if (coordinate == spectrum.length) {
                return GaussianWeights.gamma(Math.sqrt(tauSquared), promptLength);
            }
            double sum = 0;
            for (int i = 0; (i + 0.5) * step < RADIUS; i++) {
                double z = (i + 0.5) * step;
                double density = 2 * step * StrictMath.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
                double inner = tauSquared + spectrum[coordinate] * z * z;
                sum += density * integral(coordinate + 1, inner, step, promptLength);
            }
            return sum;
        }
    }

    /** For a fixed tau the rate {@code L^-1} and the constant {@code e^tau²} are attained. */
    static Family<Logits> attained() {
        ExactRate<Logits> rate = Claim.<Logits>exactRate("gamma-rate", SizedMeasure.direct((x, n) -> x.gamma(n)))
                .fallsLike(1, 0.04, 64, 256, 1024, 4096)
                .under((x, n) -> PromptOutputConcentration.gammaUpper(x.tau(), n))
                .sharp();
        return Family.of(
                        "fixed-logits",
                        "logits of a fixed standard deviation 0, 1/2 and 1, prompts of 64 to 4096 tokens",
                        List.of(new Logits(0), new Logits(0.5), new Logits(1)))
                .claims(
                        rate,
                        Claim.<Logits>bound("gamma-constant", x -> Math.abs(share(x, 4096) - 1))
                                .atMost(x -> 0.01),
                        Claim.<Logits>bound(
                                        "gamma-lower-attained",
                                        x -> PromptOutputConcentration.gammaLower(x.tau(), 1024) / x.gamma(1024))
                                .atLeast(x -> 0.99),
                        Claim.<Logits>bound("gamma-fitted-power", x -> x.gamma(4096))
                                .atMost(x -> fitted(x, 0.9)))
                .controls(
                        new NegativeControl<>("faster-gamma", "claims the rate L^-1.1", rate.fallsLike(1.1, 0.04)),
                        new NegativeControl<>(
                                "fitted-faster-gamma",
                                "claims C L^-1.1 with C fitted at 64 tokens",
                                Claim.<Logits>bound("gamma-fitted-power", x -> x.gamma(4096))
                                        .atMost(x -> fitted(x, 1.1))),
                        new NegativeControl<>(
                                "asymptotic-constant-one",
                                "claims that L gamma_L tends to 1 + tau²",
                                Claim.<Logits>bound(
                                                "gamma-constant",
                                                x -> Math.abs(4096 * x.gamma(4096) / (1 + x.tau() * x.tau()) - 1))
                                        .atMost(x -> 0.01)));
    }

    /** {@code L gamma_L / e^tau²}. */
    private static double share(Logits x, int promptLength) {
        return promptLength * x.gamma(promptLength) / StrictMath.exp(x.tau() * x.tau());
    }

    /** {@code C L^-exponent} at L = 4096, through {@code gamma_64}. */
    private static double fitted(Logits x, double exponent) {
        return x.gamma(64) * StrictMath.pow(64.0 / 4096, exponent);
    }

    /** With {@code tau² = c log L} no constant serves all lengths. */
    static Family<GrowingLogits> growing() {
        return Family.of(
                        "growing-logits",
                        "logits with tau² = c log L, c = 0.25, 0.5, 1 and 1.9, prompts of 64 to 4096 tokens",
                        List.of(
                                new GrowingLogits(0.25),
                                new GrowingLogits(0.5),
                                new GrowingLogits(1),
                                new GrowingLogits(1.9)))
                .claims(
                        Claim.<GrowingLogits>bound("growing-logits-slope", x -> x.slope(1024, 4096))
                                .atLeast(x -> -0.8),
                        Claim.<GrowingLogits>bound("growing-logits-constant", x -> 4096 * x.gamma(4096))
                                .atLeast(x -> 3 * 64 * x.gamma(64)))
                .controls(
                        new NegativeControl<>(
                                "uniform-slope",
                                "claims the slope -1 also when the logits grow",
                                Claim.<GrowingLogits>bound("growing-logits-slope", x -> x.slope(1024, 4096))
                                        .atMost(x -> -0.9)),
                        new NegativeControl<>(
                                "uniform-constant",
                                "claims gamma_L <= C/L with C fitted at 64 tokens also when the logits grow",
                                Claim.<GrowingLogits>bound("growing-logits-constant", x -> 4096 * x.gamma(4096))
                                        .atMost(x -> 64 * x.gamma(64))));
    }

    /** Averaged over standard normal queries the rate is lost unless the queries are small. */
    static Family<RandomQuery> randomQuery() {
        ExactRate<RandomQuery> rate = Claim.<RandomQuery>exactRate(
                        "random-query-rate", SizedMeasure.direct((x, n) -> x.gamma(n)))
                .fallsLike(0.7, 0.15, 64, 256, 1024, 4096)
                .sharp();
        return Family.of(
                        "random-queries",
                        "gamma_L averaged over queries: tau = |z| and 0.4|z| for one standard normal z, and two coordinates",
                        List.of(
                                new RandomQuery(new double[] {1}),
                                new RandomQuery(new double[] {0.16}),
                                new RandomQuery(new double[] {0.2, 0.05})))
                .claims(
                        rate.when(x -> x.largest() == 1),
                        Claim.<RandomQuery>exactRate(
                                        "small-random-query-rate", SizedMeasure.direct((x, n) -> x.gamma(n)))
                                .fallsLike(1, 0.04, 64, 256, 1024, 4096)
                                .under((x, n) -> x.bound(n))
                                .sharp()
                                .when(x -> x.spectrum().length == 1 && x.isBounded()),
                        Claim.<RandomQuery>bound("random-query-bound", x -> x.gamma(256))
                                .atMost(x -> x.bound(256))
                                .when(RandomQuery::isBounded))
                .controls(
                        new NegativeControl<>(
                                "random-query-slope-one",
                                "claims the rate L^-1 for standard normal queries",
                                rate.fallsLike(1, 0.15).when(x -> x.largest() == 1)),
                        new NegativeControl<>(
                                "no-determinant",
                                "claims 1/L for the average over queries",
                                Claim.<RandomQuery>bound("random-query-bound", x -> x.gamma(256))
                                        .atMost(x -> 1.0 / 256)
                                        .when(RandomQuery::isBounded)));
    }
}
