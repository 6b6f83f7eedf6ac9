package org.attentiontheorems.heads;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.attentiontheorems.flow.Flow;
import org.attentiontheorems.flow.VectorField;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.verify.InvalidInstance;
import org.hipparchus.exception.MathIllegalArgumentException;
import org.hipparchus.exception.MathIllegalStateException;

/**
 * Mean-field training of an atomic law μ = Σ m_a δ_θa by gradient flow, {@code θ̇_a = -g_a} with {@code g_a = ∇F_μ(θ_a)}: the exact
 * solution of the Wasserstein gradient flow of R_λ (no factor m_a). It carries along the dissipation {@code D = Σ_a m_a |g_a|²} and the
 * path length, {@code ∫ D dt} and {@code ∫ sqrt(D) dt}. Blocks that are not trained have their components of g set to 0, in D as well.
 *
 * <p>Source: arXiv 2606.10469. Reuses its workspace: one thread at a time.
 */
final class TrainingFlow {
    /** How often the field may be evaluated before a flow counts as too long to be computed, and the work of all these evaluations. */
    static final int MAX_EVALUATIONS = 1_000_000;

    private static final double MAX_WORK = 5e9;

    private final HeadRisk risk;
    private final double[] masses;
    private final Trainable trainable;
    private final boolean massWeighted;
    private final Dissipation counted;
    private final Flow flow;
    private final double[] theta;
    private final double[] gradients;

    /** Which blocks of a head are trained. */
    record Trainable(boolean queries, boolean keys, boolean values) {
        static final Trainable ALL = new Trainable(true, true, true);
        static final Trainable VALUES = new Trainable(false, false, true);
        static final Trainable QUERIES_AND_KEYS = new Trainable(true, true, false);

        /** All seven that train something, {@link #ALL} last. */
        static List<Trainable> nonEmpty() {
            return IntStream.rangeClosed(1, 7)
                    .mapToObj(bits -> new Trainable((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0))
                    .toList();
        }

        /** Sets the frozen components of A vectors, A x p, row-major, to 0. */
        void mask(Head.Shape shape, double[] vectors) {
            int p = shape.parameters();
            for (int from = 0; from < vectors.length; from += p) {
                freeze(!queries, vectors, from, from + shape.keys());
                freeze(!keys, vectors, from + shape.keys(), from + shape.values());
                freeze(!values, vectors, from + shape.values(), from + p);
            }
        }

        private static void freeze(boolean frozen, double[] vectors, int from, int to) {
            if (frozen) {
                Arrays.fill(vectors, from, to, 0);
            }
        }
    }

    /**
     * Where training stands.
     *
     * @param theta heads, A x p, row-major
     * @param dissipated {@code ∫ D dt} so far
     * @param length {@code ∫ sqrt(D) dt} so far: the length of the path, in W_2
     */
    record State(double[] theta, double dissipated, double length) {}

    /** What of the gradient counts as dissipated, and the ways to get it wrong. */
    enum Dissipation {
        /** {@code D = Σ_a m_a |g_a|²}, of the blocks that are trained. */
        REFERENCE,
        /** Forgets the masses: {@code Σ_a |g_a|²}. */
        WITHOUT_MASSES,
        /** Counts the frozen blocks too. */
        WITH_FROZEN_BLOCKS
    }

    private TrainingFlow(
            HeadRisk risk, double[] masses, Trainable trainable, boolean massWeighted, Dissipation counted) {
        this.risk = risk;
        this.masses = masses;
        this.trainable = trainable;
        this.massWeighted = massWeighted;
        this.counted = counted;
        this.flow = Flow.of(field()).within(affordable());
        this.theta = new double[masses.length * shape().parameters()];
        this.gradients = new double[theta.length];
    }

    /** The training of a model's heads. */
    static TrainingFlow of(HeadModel model) {
        return of(HeadRisk.of(model), model.atomWeights());
    }

    /** Training under a risk, or under one of the ways to get its gradient wrong. */
    static TrainingFlow of(HeadRisk risk, double... masses) {
        return new TrainingFlow(risk, masses, Trainable.ALL, false, Dissipation.REFERENCE);
    }

    /** Training of some blocks only. */
    TrainingFlow training(Trainable blocks) {
        return new TrainingFlow(risk, masses, blocks, massWeighted, counted);
    }

    /** A wrong flow: {@code θ̇_a = -m_a g_a}, the gradient in the Euclidean metric of Θ, with its {@code D = Σ m_a |m_a g_a|²}. */
    TrainingFlow massWeighted() {
        return new TrainingFlow(risk, masses, trainable, true, counted);
    }

    /** The same flow, counting another dissipation. */
    TrainingFlow counting(Dissipation other) {
        return new TrainingFlow(risk, masses, trainable, massWeighted, other);
    }

    /** The risk. */
    HeadRisk risk() {
        return risk;
    }

    /** Masses m, length A. */
    double[] masses() {
        return masses;
    }

    /** The risk R_λ at these heads. */
    double risk(double[] heads) {
        return risk.value(masses, heads);
    }

    /** The masked Wasserstein gradient g at these heads, A x p, row-major. */
    double[] gradient(double[] heads) {
        double[] g = new double[heads.length];
        gradient(heads, g);
        return g;
    }

    /** The dissipation {@code D = Σ m_a |g_a|²} at these heads. */
    double dissipation(double[] heads) {
        return dissipation(heads, gradient(heads));
    }

    private double dissipation(double[] heads, double[] g) {
        return switch (counted) {
            case REFERENCE -> squaredNorm(g);
            case WITHOUT_MASSES -> Sums.dot(g, g);
            case WITH_FROZEN_BLOCKS -> squaredNorm(unmasked(heads));
        };
    }

    private double[] unmasked(double[] heads) {
        double[] g = new double[heads.length];
        risk.gradients(masses, heads, g);
        return g;
    }

    /** {@code |ξ|_m² = Σ m_a |ξ_a|²} of vectors, A x p, row-major. */
    double squaredNorm(double[] vectors) {
        int p = shape().parameters();
        double sum = 0;
        for (int a = 0; a < masses.length; a++) {
            double square = 0;
            for (int k = a * p; k < (a + 1) * p; k++) {
                square += vectors[k] * vectors[k];
            }
            sum += masses[a] * square;
        }
        return sum;
    }

    /** One step of explicit gradient descent, {@code θ_a - η g_a}. */
    double[] step(double[] heads, double eta) {
        double[] next = gradient(heads);
        for (int k = 0; k < next.length; k++) {
            next[k] = heads[k] - eta * next[k];
        }
        return next;
    }

    /**
     * The state after a horizon of at least 0.
     *
     * @throws InvalidInstance if values overflow, or the flow is too long or too stiff to be followed
     */
    State after(double[] heads, double horizon, double relativeTolerance) {
        return state(guarded(() -> flow.after(augmented(heads), horizon, relativeTolerance)));
    }

    /** The states at increasing times of at least 0, from one integration; errors as {@link #after}. */
    List<State> at(double[] heads, double[] times, double relativeTolerance) {
        double[][] states = guarded(() -> flow.dense(augmented(heads), times, relativeTolerance));
        return Arrays.stream(states).map(this::state).toList();
    }

    /** The state after explicit Euler steps of equal length; the dissipation sums along. */
    State euler(double[] heads, double horizon, int steps) {
        return state(guarded(() -> flow.euler(augmented(heads), horizon, steps)));
    }

    /** The state after classical Runge-Kutta steps of equal length, applied to the dissipation as well; the horizon may be negative. */
    State rungeKutta(double[] heads, double horizon, int steps) {
        return state(guarded(() -> flow.rungeKutta(augmented(heads), horizon, steps)));
    }

    /** Equidistant times {@code i horizon / n}, i = 0..n. */
    static double[] grid(double horizon, int n) {
        double[] times = new double[n + 1];
        for (int i = 0; i <= n; i++) {
            times[i] = i == n ? horizon : horizon * i / n;
        }
        return times;
    }

    private VectorField field() {
        return (x, velocity) -> {
            System.arraycopy(x, 0, theta, 0, theta.length);
            gradient(theta, gradients);
            double d = dissipation(theta, gradients);
            if (!Double.isFinite(d)) {
                throw new InvalidInstance(
                        "horizon", "is too long for this flow, values overflow: reduce horizon or norms");
            }
            for (int k = 0; k < gradients.length; k++) {
                velocity[k] = -gradients[k];
            }
            velocity[theta.length] = d;
            velocity[theta.length + 1] = Math.sqrt(d);
        };
    }

    private void gradient(double[] heads, double[] out) {
        risk.gradients(masses, heads, out);
        trainable.mask(shape(), out);
        int p = shape().parameters();
        for (int k = 0; massWeighted && k < out.length; k++) {
            out[k] *= masses[k / p];
        }
    }

    private double[] augmented(double[] heads) {
        HeadLaw.requireFinite(dissipation(heads));
        return Arrays.copyOf(heads, heads.length + 2);
    }

    private State state(double[] augmented) {
        int n = augmented.length - 2;
        return new State(Arrays.copyOf(augmented, n), augmented[n], augmented[n + 1]);
    }

    private <T> T guarded(Supplier<T> integration) {
        return guarded(affordable(), integration);
    }

    /** Says of an integration that fails, or takes more than the evaluations allowed, what is wrong with the instance. */
    static <T> T guarded(int evaluations, Supplier<T> integration) {
        try {
            return integration.get();
        } catch (MathIllegalStateException e) {
            throw new InvalidInstance(
                    "horizon",
                    "takes more than " + evaluations + " gradients to follow: reduce horizon, norms or sizes");
        } catch (MathIllegalArgumentException e) {
            throw new InvalidInstance("horizon", "is too long for a flow as stiff as this: reduce horizon or norms");
        }
    }

    /** Evaluations that stay within the work allowed. */
    private int affordable() {
        Corpus corpus = risk.kernel().corpus();
        double position = (double) corpus.seqLen() * (shape().d() + shape().dk())
                + (double) (shape().dk() + shape().vocab()) * shape().d();
        double gradient = (double) masses.length * corpus.positions() * position;
        return (int) Math.min(MAX_EVALUATIONS, 1 + MAX_WORK / gradient);
    }

    private Head.Shape shape() {
        return risk.kernel().shape();
    }
}
