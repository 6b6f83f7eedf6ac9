package org.attentiontheorems.heads;

import java.util.List;
import java.util.stream.IntStream;
import org.attentiontheorems.heads.VariationalSupport.Instance;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.Ranges;

/** Random laws of {@link VariationalSupport}: optimal ones, near them, or anywhere on the simplex. */
final class VariationalDraws {
    private VariationalDraws() {}

    /** As many heads and words as given. */
    static Ranges ranges(int minAtoms, int maxAtoms, int maxVocab) {
        return Ranges.none()
                .dim("d", 1, 4)
                .dim("dk", 1, 4)
                .dim("vocab", 2, maxVocab)
                .dim("seqLen", 1, 4)
                .dim("sequences", 2, 4)
                .dim("atoms", minAtoms, maxAtoms)
                .dim("cap", 0, 2)
                .dim("ridge", 0, 1)
                .dim("measure", 0, 5)
                .scale("lambda", 0.01, 0.3);
    }

    /** The instance of a draw. */
    static Instance one(Draw draw, RandomField random) {
        HeadDraws sizes = HeadDraws.of(draw);
        double cap = List.of(0.5, 1.0, 3.0).get(draw.dim("cap"));
        double[] simplex = HeadDraws.simplex(random, "masses", sizes.atoms());
        HeadModel model = sizes.model(random, cap, draw.dim("ridge") * draw.scale("lambda"), simplex);
        double radius = model.largestValues() * (1 + random.uniform("radius", 0, 0));
        return new Instance(model.withAtomWeights(masses(model, simplex, draw.dim("measure"))), radius);
    }

    /** The optimum μ*, a law from the simplex, or 0.95 μ* + 0.05 of such a law. */
    private static double[] masses(HeadModel model, double[] simplex, int measure) {
        return switch (measure) {
            case 0 -> optimum(model);
            case 1, 2, 3 -> simplex;
            default -> mixed(optimum(model), simplex, 0.05);
        };
    }

    /** The masses of the optimal law. */
    static double[] optimum(HeadModel model) {
        return SimplexOptimum.of(HeadDictionary.of(model)).masses();
    }

    /** {@code (1 - ε) m + ε w}. */
    static double[] mixed(double[] m, double[] w, double epsilon) {
        double[] mixed = new double[m.length];
        for (int a = 0; a < m.length; a++) {
            mixed[a] = (1 - epsilon) * m[a] + epsilon * w[a];
        }
        return mixed;
    }

    /** Instances with {@code minAtoms} to {@code maxAtoms} heads and up to {@code maxVocab} words. */
    static List<Instance> all(RandomField random, int count, int minAtoms, int maxAtoms, int maxVocab) {
        Ranges ranges = ranges(minAtoms, maxAtoms, maxVocab);
        return IntStream.rangeClosed(1, count)
                .mapToObj(random::replicate)
                .map(one -> one(ranges.sample(one), one))
                .toList();
    }

    static List<Instance> atOptimum(List<Instance> instances) {
        return instances.stream()
                .map(x -> x.withModel(m -> m.withAtomWeights(optimum(m))))
                .toList();
    }
}
