package org.attentiontheorems.prompts;

import java.util.ArrayList;
import java.util.List;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.prompts.LinearAttention.Scatter;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Mean;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Range;

/** Labels of drawn functions, predicted from drawn examples. */
final class RegressionSimulation {
    private static final int FUNCTIONS = 8;
    private static final long MOST_REPLICATES = 16_384;
    private static final int DIMENSION = 12;

    private RegressionSimulation() {}

    private static double risk(RegressionInstance x, Shrinkage.Functions functions) {
        return x.task().finiteRisk(x.task().limit(), functions);
    }

    private static SampledRegression sample(RegressionInstance x, RandomField random) {
        return SampledRegression.draw(x.task(), x.promptLength(), FUNCTIONS, random);
    }

    private static Mean<RegressionInstance> softmax() {
        return Claim.<RegressionInstance>mean("simulated-softmax", (x, random) -> {
                    RegressionParameters p = x.task().limit();
                    return Approx.direct(sample(x, random)
                            .loss(x.task(), (prompt, query) -> prompt.softmax(p, query, x.promptLength())));
                })
                .atMost(x -> risk(x, Shrinkage.Functions.integrated(x.promptLength())))
                .in(x -> Range.withVariance(0, SampledRegression.lossVariance(x.task(), x.promptLength(), FUNCTIONS)))
                .within(0.2)
                .replicates(MOST_REPLICATES);
    }

    private static Mean<RegressionInstance> linear(Scatter scatter) {
        return Claim.<RegressionInstance>mean("simulated-linear", (x, random) -> {
                    double[][] w = LinearAttention.optimum(x.task(), x.promptLength());
                    return Approx.direct(sample(x, random)
                            .loss(x.task(), (prompt, query) -> prompt.linear(w, query, x.promptLength())));
                })
                .atMost(x -> LinearAttention.risk(
                        x.task(), LinearAttention.optimum(x.task(), x.promptLength()), x.promptLength(), scatter))
                .within(0.2);
    }

    /** The worked task, and one in twelve dimensions with a spectrum from 2 to 1/2 and queries with tau up to about 1. */
    private static List<RegressionInstance> instances(RandomField random) {
        RegressionInstance worked = InContextRegression.worked().instance();
        List<RegressionInstance> all = new ArrayList<>();
        for (int length : new int[] {16, 100}) {
            all.add(new RegressionInstance(worked.covariance(), worked.queries(), worked.alpha(), 0, length));
        }
        RegressionTask wide = wide(random);
        for (int length : new int[] {32, 256}) {
            all.add(new RegressionInstance(wide.sigma(), wide.queries(), 0.2, 0, length));
        }
        return all;
    }

    static RegressionTask wide(RandomField random) {
        double[][] sigma = new double[DIMENSION][DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            sigma[i][i] = StrictMath.pow(2, 1 - 2.0 * i / (DIMENSION - 1));
        }
        double[][] queries = new double[2 * DIMENSION][];
        for (int q = 0; q < queries.length; q++) {
            queries[q] = Vectors.times(0.5, random.gaussians("queries", q, DIMENSION));
        }
        return RegressionTask.of(sigma, queries);
    }

    static Family<RegressionInstance> drawnPrompts() {
        return Family.drawn(
                        "drawn-prompts",
                        "eight drawn functions, each shown by 16 to 256 drawn examples, in 2 and in 12 dimensions",
                        RegressionSimulation::instances)
                .claims(softmax(), linear(Scatter.WISHART))
                .controls(
                        new NegativeControl<>(
                                "simulated-equal-weights",
                                "claims the risk of equal weights, 1/L for gamma_L",
                                softmax().atMost(x -> risk(x, Shrinkage.Functions.ofEqualWeights(x.promptLength())))),
                        new NegativeControl<>(
                                "simulated-linear-without-trace",
                                "forgets the term tr Sigma tr(W S W' Sigma) of the risk of linear attention",
                                linear(Scatter.WITHOUT_TRACE)));
    }
}
