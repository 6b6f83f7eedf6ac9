package org.attentiontheorems.lowtemperature;

import java.util.List;
import org.attentiontheorems.lowtemperature.LowTemperatureDraws.QueryKey;
import org.attentiontheorems.lowtemperature.MetastabilityTimescale.Instance;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Draw;

/** Random and degenerate instances of {@code metastability-timescale}. */
final class MetastabilityDraws {
    /** Longest step of generated instances. */
    static final double STEP = 0.1;

    private MetastabilityDraws() {}

    static Instance instance(Draw draw, RandomField random) {
        double beta = StrictMath.pow(10, draw.scale("log10Beta"));
        double[][] scores = LowTemperatureDraws.scores(random, 2, draw.scale("scoreNorm"), draw.scale("condition"));
        double[][] normal = random.gaussianMatrix("symmetric", 2, 2);
        double[][] a = Vectors.plus(normal, 1, Vectors.transposed(normal));
        double[][] value = LowTemperatureDraws.value(a, scores);
        QueryKey factors = LowTemperatureDraws.factors(random, scores);
        double horizon = draw.scale("horizon");
        return new Instance(
                factors.query(),
                factors.key(),
                Vectors.times(1 / ProjectionMap.norm(value), value),
                beta,
                LowTemperatureDraws.density(random, draw.dim("harmonics"), draw.scale("amplitude")),
                horizon,
                (int) Math.ceil(horizon / STEP),
                labels(beta),
                stretch(beta),
                draw.scale("threshold"));
    }

    /** As many labels as resolve a long run: at least 23 sqrt(β) and 120, a multiple of 4. */
    static int labels(double beta) {
        return 4 * (int) Math.ceil(Math.max(120, 23 * Math.sqrt(beta)) / 4);
    }

    /** {@code log(β)/4 + 0.3}. */
    static double stretch(double beta) {
        return Math.max(0, StrictMath.log(beta) / 4 + 0.3);
    }

    /** The uniform law; one step; a wide and a narrow threshold; a top eigenvalue that is negative. */
    static List<Instance> corners() {
        double[][] one = Vectors.identity(2);
        double[][] value = Vectors.diagonal(1, -1);
        CircleDensity tilted = new CircleDensity(new double[] {0.1}, new double[] {0.1});
        return List.of(
                new Instance(one, one, value, 50, CircleDensity.uniform(), 2, 20, 168, 1, 0.5),
                new Instance(one, one, value, 1, tilted, 1e-3, 1, 120, 0.3, 1),
                new Instance(one, one, value, 100, tilted, 2, 20, 232, 1.4, 1.999),
                new Instance(one, one, value, 100, tilted, 2, 20, 232, 1.4, 1e-6),
                new Instance(one, one, Vectors.diagonal(-0.2, -1), 30, tilted, 3, 30, 128, 1.1, 0.5));
    }
}
