package org.attentiontheorems.homogenization;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.attentiontheorems.homogenization.RepresentationCollapse.Instance;
import org.attentiontheorems.measure.LogLog;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.ExactRate;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Identity;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.SizedMeasure;

/** Declared families of {@code representation-collapse} that begin with orthogonal tokens: long context, and low temperature. */
final class OrthogonalTokenFamilies {
    private OrthogonalTokenFamilies() {}

    /** Orthogonal tokens, any number of them, in d dimensions with {@code σ² = 1/d}. */
    record Orthogonal(int dimension, double beta) {
        double rate(int n) {
            return Equiangular.of(n, dimension, beta, 0, 1.0 / dimension).rate();
        }

        double limit() {
            return 1 - 2.0 / dimension;
        }

        /** {@code 1 - nR/(1-2/d) = ((y-1)/(n-1+y))²}. */
        double excess(int n) {
            double y = StrictMath.exp(beta);
            double share = (y - 1) / (n - 1 + y);
            return share * share;
        }
    }

    private static ExactRate<Orthogonal> longContext() {
        return Claim.exactRate(
                        "rate-limit-in-long-context",
                        SizedMeasure.direct((Orthogonal x, int n) -> Math.abs(n * x.rate(n) - x.limit())))
                .fallsLike(2, 0.1, 100, 200, 400, 800)
                .under((x, n) -> x.limit() * x.excess(n))
                .sharp();
    }

    private static Bound<Orthogonal> slope(double exponent) {
        double[] sizes = {100, 200, 400, 800};
        return Claim.<Orthogonal>bound("rate-like-one-over-n", x -> {
                    double[] values = new double[sizes.length];
                    for (int k = 0; k < sizes.length; k++) {
                        values[k] = x.rate((int) sizes[k]);
                    }
                    return Math.abs(LogLog.slope(sizes, values) + exponent);
                })
                .atMost(x -> 0.01);
    }

    private static Identity<Orthogonal> exactExcess() {
        return Claim.identity("excess-at-finite-context", x -> 1 - 20 * x.rate(20) / x.limit(), x -> x.excess(20));
    }

    static Family<Orthogonal> orthogonalStart() {
        return Family.of(
                        "orthogonal-start",
                        "orthogonal tokens in growing number: n R tends to 1 - 2/d",
                        List.of(
                                new Orthogonal(3, 1),
                                new Orthogonal(4, 1),
                                new Orthogonal(64, 1),
                                new Orthogonal(16, 0.5)))
                .claims(longContext(), slope(1), exactExcess())
                .controls(
                        new NegativeControl<>(
                                "limit-reached-faster",
                                "claims that n R tends to its limit like n^-3",
                                longContext().fallsLike(3, 0.25)),
                        new NegativeControl<>("rate-like-one-over-root-n", "claims R of order n^-1/2", slope(0.5)));
    }

    /** {@code R >= share(x) σ² (d-2)}. */
    private static Bound<Instance> share(ToDoubleFunction<Instance> share) {
        return Claim.<Instance>bound("cold-share", x -> x.state().rate())
                .atLeast(x -> share.applyAsDouble(x) * x.valueVariance() * (x.dimension() - 2));
    }

    static Family<Instance> coldLimit() {
        List<Instance> cold = new ArrayList<>();
        for (int n : new int[] {2, 5, 10, 20}) {
            for (int d : new int[] {3, 32}) {
                cold.add(new Instance(n, d, 12, 0, 1.0 / d));
            }
        }
        return Family.of(
                        "cold-limit",
                        "orthogonal tokens at β = 12: R falls like 2σ²(d-2)e^-β, however few they are",
                        cold)
                .claims(
                        Claim.<Instance>bound(
                                        "cold-limit",
                                        x -> Math.abs(x.state().rate()
                                                        * StrictMath.exp(x.beta())
                                                        / (2 * x.valueVariance() * (x.dimension() - 2))
                                                - 1))
                                .atMost(x -> 0.01),
                        share(x -> StrictMath.exp(-x.beta())))
                .controls(new NegativeControl<>(
                        "a-share-survives-the-cold",
                        "claims that at least a hundredth of the rate at β = 0 is left at every temperature",
                        share(x -> 0.01 / x.tokens())));
    }
}
