package org.attentiontheorems.lowtemperature;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.attentiontheorems.lowtemperature.LaplacePrinciple.Instance;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Draw;

/** Random instances of {@code laplace-principle}. */
final class LaplaceDraws {
    private LaplaceDraws() {}

    static Instance instance(Draw draw, RandomField random) {
        int d = draw.dim("dimension");
        double[][] scores = LowTemperatureDraws.scores(random, d, draw.scale("largest"), draw.scale("condition"));
        LowTemperatureDraws.QueryKey factors = LowTemperatureDraws.factors(random, scores);
        double[] token = LowTemperatureDraws.point(random, "token", 0, d);
        double beta = beta(draw);
        boolean atomic = draw.dim("placement") == 5;
        double a = atomic ? 0 : StrictMath.pow(10, draw.scale("log10UniformMass"));
        int drawn = atomic ? Math.max(1, draw.dim("atoms")) : draw.dim("atoms");
        List<double[]> atoms = new ArrayList<>(List.of(LowTemperatureDraws.points(random, "atoms", drawn, d)));
        atoms.addAll(placed(draw, random, scores, token, beta, a, atoms).toList());
        if (atoms.isEmpty()) {
            a = 1;
        }
        double[] weights =
                atoms.isEmpty() ? new double[0] : LowTemperatureDraws.simplex(random, "weights", atoms.size());
        return new Instance(factors.query(), factors.key(), token, beta, a, atoms.toArray(double[][]::new), weights);
    }

    /** {@code 10^-2} to {@code 10^6}; for atoms only up to {@code 10^3}, since beyond most errors underflow. */
    private static double beta(Draw draw) {
        double log = draw.scale("log10Beta");
        return StrictMath.pow(10, draw.dim("placement") == 5 ? -2 + (log + 2) * 5 / 8 : log);
    }

    private static Stream<double[]> placed(
            Draw draw,
            RandomField random,
            double[][] scores,
            double[] token,
            double beta,
            double a,
            List<double[]> atoms) {
        double[] toward = Vectors.apply(scores, token);
        double[] best = Vectors.normalised(toward);
        return switch (draw.dim("placement")) {
            case 1 ->
                Stream.of(atGap(
                        best,
                        LowTemperatureDraws.point(random, "side", 0, best.length),
                        LaplaceBounds.of(best.length, beta * Vectors.norm(toward), a)
                                .adversarialGap()));
            case 2 -> Stream.of(best);
            case 3 -> Stream.of(Vectors.times(-1, best));
            case 4 -> atoms.stream().limit(1);
            default -> Stream.empty();
        };
    }

    /** The point with {@code 1 - <y, best> = gap} on the side of another one. */
    static double[] atGap(double[] best, double[] side, double gap) {
        double[] tangent = Vectors.normalised(Vectors.tangential(best, side));
        return Vectors.plus(Vectors.times(1 - gap, best), Math.sqrt(gap * (2 - gap)), tangent);
    }
}
