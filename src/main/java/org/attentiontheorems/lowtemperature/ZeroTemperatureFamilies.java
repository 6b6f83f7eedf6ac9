package org.attentiontheorems.lowtemperature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.attentiontheorems.lowtemperature.ZeroTemperatureLyapunov.Instance;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Check;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;

/** Declared families of {@code zero-temperature-lyapunov}: where its bounds are equalities, rates of densities, and what it needs. */
final class ZeroTemperatureFamilies {
    private static final long SEED = 26_051;
    private static final Memo<Labels, double[]> LABELS = Memo.of(Labels::lyapunov);

    private ZeroTemperatureFamilies() {}

    static List<Family<?>> all() {
        return List.of(orthogonal(), densities(), plane(), labels(), fewTokens(), equator(), rotation(), nonNormal());
    }

    // ---- sharpness

    /** {@code D = sO} and two eigenvalues: both factors are {@code e^(-γt/s)}. */
    private static Family<Instance> orthogonal() {
        return Family.drawn(
                        "orthogonal-scores",
                        "D = sO with O orthogonal, s = 0.5 or 2, A with the eigenvalues 0.5 and -0.3, in R², R³ and R⁴",
                        random -> equalities())
                .claims(
                        tangentEquality(model -> model),
                        Claim.<Instance>identity(
                                "bands-meet",
                                x -> ZeroRun.of(x).lyapunovAt(ZeroRun.of(x).slow()),
                                x -> ZeroRun.of(x).lyapunovAt(ZeroRun.of(x).fast())),
                        Claim.<Instance>identity(
                                "lyapunov-is-the-band",
                                x -> ZeroRun.of(x).lyapunov(),
                                x -> ZeroRun.of(x).lyapunovAt(ZeroRun.of(x).slow())))
                .controls(
                        new NegativeControl<>(
                                "equality-negated-value",
                                "moves along -V",
                                tangentEquality(ZeroModel::withNegatedValue)),
                        new NegativeControl<>(
                                "equality-no-scores", "forgets D", tangentEquality(ZeroModel::withoutScores)),
                        new NegativeControl<>(
                                "equality-transposed-scores",
                                "takes Q'K for K'Q",
                                tangentEquality(ZeroModel::withTransposedScores)),
                        new NegativeControl<>(
                                "equality-no-clock",
                                "forgets 1/|Dx|",
                                tangentEquality(ZeroModel::withoutNormalisation)),
                        new NegativeControl<>(
                                "equality-transposed-value",
                                "takes V' for V",
                                tangentEquality(ZeroModel::withTransposedValue)));
    }

    private static List<Instance> equalities() {
        return IntStream.range(0, 18)
                .mapToObj(k -> equality(RandomField.of(SEED, "orthogonal", k), 2 + k % 3, k % 2 == 0 ? 0.5 : 2))
                .toList();
    }

    /** {@code T(x(t)) = e^(-γt/s) T(x_0)} along Cartesian paths. */
    private static Bound<Instance> tangentEquality(UnaryOperator<ZeroModel> change) {
        return Claim.<Instance>bound(
                        "tangent-equality",
                        x -> ZeroPaths.of(x, 4, change)
                                .tangentError(ZeroRun.of(x).slow()))
                .atMost(x -> 1e-8);
    }

    private static Instance equality(RandomField random, int d, double size) {
        double angle = 0.3 + 2.5 * random.uniform("angle", 0, 0);
        double[][] o = d == 2 ? Vectors.rotation(angle) : LowTemperatureDraws.orthogonal(random, "scores", d);
        int r = 1 + (int) ((d - 1) * random.uniform("multiplicity", 0, 0));
        double[] values = new double[d];
        Arrays.setAll(values, i -> i < r ? 0.5 : -0.3);
        double[][] scores = Vectors.times(size, o);
        return new Instance(
                scores,
                Vectors.identity(d),
                LowTemperatureDraws.value(LowTemperatureDraws.symmetric(random, values), scores),
                1,
                LowTemperatureDraws.points(random, "tokens", 4, d),
                new double[] {0.25, 0.25, 0.25, 0.25});
    }

    // ---- densities

    /**
     * Uniform tokens in R^d whose tangents to an eigenspace of r dimensions have shrunk by the factor q.
     *
     * @param d dimension
     * @param r multiplicity, below d
     * @param q in (0, 1]
     */
    record Shrunk(int d, int r, double q) {
        Shrunk {
            Check.that(d >= 2 && r >= 1 && r < d, "r", "must be below d = %d, is %d", d, r);
            Check.that(q > 0 && q <= 1, "q", "must be in (0, 1], is %s", q);
        }

        double lyapunov() {
            return UniformLyapunov.of(d, r, q);
        }

        /** {@code 4 c_d q}; {@code max(d-2, 2) q² (1 + log(1/q))}; or {@code (d-r)/(r-2) q²}. */
        double bound() {
            return switch (r) {
                case 1 -> 4 * UniformGap.equatorDensity(d) * q;
                case 2 -> Math.max(d - 2, 2) * q * q * (1 - StrictMath.log(q));
                default -> (d - r) / (r - 2.0) * q * q;
            };
        }
    }

    private static Family<Shrunk> densities() {
        List<Shrunk> all = new ArrayList<>();
        for (int d = 2; d <= 6; d++) {
            for (int r = 1; r < d; r++) {
                for (double q : new double[] {1, 0.3, 0.1, 0.01, 1e-3, 1e-6}) {
                    all.add(new Shrunk(d, r, q));
                }
            }
        }
        Bound<Shrunk> bound =
                Claim.<Shrunk>bound("density-bound", Shrunk::lyapunov).atMost(Shrunk::bound);
        Bound<Shrunk> constant =
                Claim.<Shrunk>bound("density-constant", x -> 0.98 * x.bound()).atMost(Shrunk::lyapunov);
        return Family.of(
                        "densities",
                        "uniform tokens in R² to R⁶ and eigenspaces of every dimension, shrunk by q = 1 to 1e-6",
                        all)
                .claims(bound, constant.when(x -> x.r() == 1 && x.q() <= 0.01))
                .controls(
                        new NegativeControl<>(
                                "density-like-tokens",
                                "claims the rate q², that of finitely many tokens, for every density",
                                bound.atMost(x -> x.bound() * x.q()).when(x -> x.r() == 1)),
                        new NegativeControl<>(
                                "half-the-density-constant",
                                "claims 2 c_d q",
                                bound.atMost(x -> x.bound() / 2).when(x -> x.r() == 1)),
                        new NegativeControl<>(
                                "no-logarithm-at-two",
                                "claims q² without its logarithm for r = 2",
                                bound.atMost(x -> Math.max(x.d() - 2, 2) * x.q() * x.q())
                                        .when(x -> x.r() == 2)));
    }

    private static Family<Shrunk> plane() {
        List<Shrunk> all = DoubleStream.of(0.9, 0.3, 0.1, 0.01, 1e-3)
                .mapToObj(q -> new Shrunk(2, 1, q))
                .toList();
        return Family.of("plane", "uniform tokens on the circle, shrunk by q = 0.9 to 0.001", all)
                .claims(Claim.identity("plane-closed-form", Shrunk::lyapunov, x -> UniformLyapunov.plane(x.q())))
                .controls(new NegativeControl<>(
                        "arcsine-for-arccosine",
                        "takes arcsin q for arccos q",
                        Claim.<Shrunk>identity(
                                "plane-closed-form",
                                Shrunk::lyapunov,
                                x -> 2
                                        * (1
                                                - 2
                                                        / Math.PI
                                                        * StrictMath.asin(x.q())
                                                        / Math.sqrt((1 - x.q()) * (1 + x.q()))))));
    }

    /** Uniform labels on the circle with {@code D = sR(1)}: what the flow does to a density. */
    record Labels(double size) {
        private static final int COUNT = 800;
        private static final double STRETCH = 3.45;
        private static final int TIMES = 7;

        /** q, geometric from 10^-1.5 to 10^-3. */
        static double q(int k) {
            return StrictMath.pow(10, -1.5 - 1.5 * k / (TIMES - 1));
        }

        /** {@code L(μ_t)} at the times with {@code e^(-γt/s) = q}, γ = 1. */
        double[] lyapunov() {
            ScoreMatrix scores = ScoreMatrix.of(Vectors.times(size, Vectors.rotation(1)));
            ProjectionMap projection = ProjectionMap.of(Vectors.diagonal(0.6, -0.4));
            double axis = StrictMath.atan2(projection.top()[1], projection.top()[0]);
            CircleLabels labels = CircleLabels.of(theta -> 1, axis, COUNT, STRETCH);
            double[] times = IntStream.range(0, TIMES)
                    .mapToDouble(k -> -size * StrictMath.log(q(k)))
                    .toArray();
            return ZeroRun.lyapunov(ZeroFlow.of(scores, projection), labels.at(labels.angles()), times);
        }

        /** The slope of {@code log L} against t in units of {@code -γ/s}. */
        double slope() {
            double[] lyapunov = LABELS.apply(this);
            return StrictMath.log(lyapunov[TIMES - 1] / lyapunov[0]) / StrictMath.log(q(TIMES - 1) / q(0));
        }

        double closedFormError(DoubleUnaryOperator closed) {
            double[] lyapunov = LABELS.apply(this);
            double largest = 0;
            for (int k = 0; k < TIMES; k++) {
                largest = Math.max(largest, Math.abs(lyapunov[k] / closed.applyAsDouble(q(k)) - 1));
            }
            return largest;
        }
    }

    private static Family<Labels> labels() {
        return Family.of(
                        "density-flow",
                        "800 labels of the uniform law on the circle, D = sR with a rotation R, s = 0.5 and 2",
                        List.of(new Labels(0.5), new Labels(2)))
                .claims(densitySlope(1), closedForm(UniformLyapunov::plane))
                .controls(
                        new NegativeControl<>(
                                "density-at-the-rate-of-tokens", "claims the rate 2γ/s for a density", densitySlope(2)),
                        new NegativeControl<>(
                                "twice-the-closed-form",
                                "counts both halves of the circle",
                                closedForm(q -> 2 * UniformLyapunov.plane(q))));
    }

    private static Bound<Labels> closedForm(DoubleUnaryOperator closed) {
        return Claim.<Labels>bound("density-closed-form", x -> x.closedFormError(closed))
                .atMost(x -> 0.01);
    }

    private static Bound<Labels> densitySlope(double factor) {
        return Claim.<Labels>bound("density-slope", x -> Math.abs(x.slope() / factor - 1))
                .atMost(x -> 0.03);
    }

    /** Five tokens under {@code D = sR(1)}. */
    record Few(double size) {
        /** The slope of {@code log L} against t in units of {@code -γ/s}, between q = 10^-1.5 and 10^-3. */
        double slope() {
            ScoreMatrix scores = ScoreMatrix.of(Vectors.times(size, Vectors.rotation(1)));
            ZeroFlow flow = ZeroFlow.of(scores, ProjectionMap.of(Vectors.diagonal(0.6, -0.4)));
            double[] angles = {0.3, 0.8, 1.4, 2.5, 4};
            double[] weights = {0.2, 0.2, 0.2, 0.2, 0.2};
            double[] ratio = {StrictMath.log(Labels.q(6)), StrictMath.log(Labels.q(0))};
            TokenLaw law = new CircleLabels(angles, weights, 0).at(angles);
            double[] lyapunov = ZeroRun.lyapunov(flow, law, -size * ratio[1], -size * ratio[0]);
            return StrictMath.log(lyapunov[1] / lyapunov[0]) / (ratio[0] - ratio[1]);
        }
    }

    private static Family<Few> fewTokens() {
        return Family.of("few-tokens", "five tokens, D = sR, s = 0.5 and 2", List.of(new Few(0.5), new Few(2)))
                .claims(fewSlope(2))
                .controls(new NegativeControl<>(
                        "tokens-at-the-rate-of-a-density",
                        "claims the rate γ/s for finitely many tokens",
                        fewSlope(1)));
    }

    private static Bound<Few> fewSlope(double factor) {
        return Claim.<Few>bound("tokens-slope", x -> Math.abs(x.slope() / factor - 1))
                .atMost(x -> 0.03);
    }

    // ---- necessity

    /** An atom of mass p on the equator, beside a token in reach, after a time. */
    record Equator(double p, double time) {
        double lyapunov() {
            ZeroFlow flow =
                    ZeroFlow.of(ScoreMatrix.of(Vectors.diagonal(2, 1)), ProjectionMap.of(Vectors.diagonal(1, -1)));
            TokenLaw law = new TokenLaw(new double[][] {{0, 1}, {0.6, 0.8}}, new double[] {p, 1 - p});
            return ZeroRun.lyapunov(flow, law, time)[0];
        }
    }

    private static Family<Equator> equator() {
        List<Equator> all =
                DoubleStream.of(0.1, 0.5, 0.9).mapToObj(p -> new Equator(p, 50)).toList();
        return Family.of("equator", "an atom of mass p orthogonal to the top eigenspace, outside the assumptions", all)
                .claims(Claim.<Equator>bound("equator-stays", x -> 2 * x.p()).atMost(Equator::lyapunov))
                .controls(new NegativeControl<>(
                        "equator-forgotten",
                        "claims that the functional tends to 0 from every law",
                        Claim.<Equator>bound("equator-stays", Equator::lyapunov).atMost(x -> 1e-3)));
    }

    /** Where a token is after a time, for D = I and any A. */
    record Free(double[][] a, double[] token, double time) {
        double[] at(double t) {
            ScoreMatrix one = ScoreMatrix.of(Vectors.identity(2));
            return ZeroModel.of(one, a).after(token, t).position();
        }
    }

    private static Family<Free> rotation() {
        double[][] a = {{1, -1}, {1, 1}};
        List<Free> all = DoubleStream.of(1, 10, 100)
                .mapToObj(t -> new Free(a, new double[] {1, 0}, t))
                .toList();
        return Family.of("rotation", "A is the identity plus a quarter turn, which is not symmetric", all)
                .claims(Claim.<Free>bound(
                                "rotation-turns",
                                x -> Vectors.distance(
                                        x.at(x.time()),
                                        new double[] {StrictMath.cos(x.time()), StrictMath.sin(x.time())}))
                        .atMost(x -> 1e-8))
                .controls(new NegativeControl<>(
                        "rotation-settles",
                        "claims that tokens come to rest without symmetry",
                        Claim.<Free>bound("rotation-turns", x -> Vectors.distance(x.at(x.time()), x.at(x.time() + 1)))
                                .atMost(x -> 1e-2)));
    }

    private static Family<Free> nonNormal() {
        double[][] a = {{1, 5}, {0, 0}};
        double[] token = {-0.8, 0.6};
        return Family.of(
                        "non-normal",
                        "A has the eigenvector e_1 of its largest eigenvalue, but is not symmetric",
                        List.of(new Free(a, token, 20)))
                .claims(Claim.<Free>bound("non-normal-crosses", x -> 1 - 1e-6).atMost(x -> x.at(x.time())[0]))
                .controls(new NegativeControl<>(
                        "projection-without-symmetry",
                        "claims that the token keeps its side, -e_1",
                        Claim.<Free>bound("non-normal-crosses", x -> x.at(x.time())[0])
                                .atMost(x -> -0.5)));
    }
}
