package org.attentiontheorems.prompts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Check;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Picture;
import org.attentiontheorems.verify.Picture.Axis;
import org.attentiontheorems.verify.Trajectory;
import org.hipparchus.analysis.integration.gauss.GaussIntegrator;
import org.hipparchus.analysis.integration.gauss.GaussIntegratorFactory;

/** How fast the quadrature converges; laws whose limit is known in closed form; laws of atoms, for which the affine map fails. */
final class LinearOperatorFamilies {
    private static final int DRAWN_LAWS = 400;
    private static final double[] QUERY_SIZES = {0, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000};
    private static final double ROUNDING = 1e-12;

    private LinearOperatorFamilies() {}

    // ---- quadrature

    /** A Gauss-Hermite rule, tried on logits of standard deviation tau. */
    record Rule(double tau, int nodes) {
        Rule {
            Check.that(tau > 0 && tau <= GaussHermite.MAX_TAU, "tau", "must be above 0 and at most 5, is %s", tau);
            Check.between("nodes", nodes, 1, 100);
        }

        double error() {
            return GaussHermite.of(nodes).error(tau);
        }

        double errorWithFourMore() {
            return GaussHermite.of(nodes + 4).error(tau);
        }
    }

    /** Spectral convergence: four more nodes gain three digits, until rounding. */
    static Family<Rule> quadrature() {
        Bound<Rule> gain = Claim.bound("quadrature-gain", Rule::errorWithFourMore)
                .atMost(x -> Math.max(ROUNDING, x.error() / 1000));
        return Family.of(
                        "quadrature-rules",
                        "Gauss-Hermite rules with 4, 8 and 12 nodes, compared with four nodes more at tau = 1",
                        List.of(new Rule(1, 4), new Rule(1, 8), new Rule(1, 12)))
                .claims(gain)
                .controls(new NegativeControl<>(
                        "quadrature-gains-nine-digits",
                        "claims that four more nodes gain nine digits",
                        gain.atMost(x -> Math.max(ROUNDING, x.error() / 1e9))));
    }

    // ---- named laws

    /**
     * A symmetric law on the line whose tilted mean is known.
     *
     * @param radius 0 for a fair sign, else a for the uniform law on [-a, a]
     * @param query u
     */
    record NamedLaw(double radius, double query) {
        private static final double SERIES = 1e-3;
        private static final int NODES = 40;

        NamedLaw {
            Check.that(radius >= 0 && radius * query <= 20, "radius", "must be at least 0 and at most 20/u");
            Check.positive("query", query);
        }

        /** {@code tanh u}, or {@code a coth(a u) - 1/u}. */
        double tiltedMean(double u) {
            if (radius == 0) {
                return StrictMath.tanh(u);
            }
            double v = radius * u;
            return Math.abs(v) < SERIES ? radius * v / 3 : radius / StrictMath.tanh(v) - 1 / u;
        }

        double variance() {
            return radius == 0 ? 1 : radius * radius / 3;
        }

        /** Signs, or 40 Gauss-Legendre nodes for the uniform law. */
        Law.Atoms law() {
            if (radius == 0) {
                return new Law.Atoms(new double[][] {{-1}, {1}}, new double[] {0.5, 0.5});
            }
            GaussIntegrator rule = new GaussIntegratorFactory().legendre(NODES, -1, 1);
            double[][] atoms = new double[NODES][];
            double[] weights = new double[NODES];
            for (int i = 0; i < NODES; i++) {
                atoms[i] = new double[] {radius * rule.getPoint(i)};
                weights[i] = rule.getWeight(i) / 2;
            }
            return new Law.Atoms(atoms, weights);
        }

        QueryInstance instance() {
            return LinearOperatorDraws.scalar(law(), query);
        }

        /** {@code |T(2u) - 2 T(u) + T(0)|} in closed form. */
        double closedDefect() {
            return Math.abs(tiltedMean(2 * query) - 2 * tiltedMean(query));
        }

        /** {@code |T(u) - Gamma u|} in closed form. */
        double closedGap() {
            return Math.abs(tiltedMean(query) - variance() * query);
        }

        double gap() {
            QueryInstance x = instance();
            return AffineLimit.of(x).distance(LimitModel.REFERENCE.output(x, x.query()));
        }

        double defect() {
            return LimitModel.REFERENCE.affinityDefect(instance());
        }
    }

    /** How far from affine a fair sign and the uniform law are read, by the closed forms. */
    static Family<NamedLaw> namedLaws() {
        return Family.of(
                        "named-laws",
                        "a fair sign, and the uniform law on [-1, 1] and [-3, 3], read with queries from 0.3 to 6",
                        Stream.of(0.0, 1.0, 3.0)
                                .flatMap(radius ->
                                        Stream.of(0.3, 0.9, 2.0, 6.0).map(query -> new NamedLaw(radius, query)))
                                .toList())
                .claims(
                        Claim.<NamedLaw>identity("closed-defect", NamedLaw::defect, NamedLaw::closedDefect)
                                .absFloor(1e-13),
                        Claim.<NamedLaw>identity("closed-gap", NamedLaw::gap, NamedLaw::closedGap)
                                .absFloor(1e-13))
                .controls(
                        new NegativeControl<>(
                                "named-laws-affine",
                                "claims that these laws are read affinely",
                                Claim.<NamedLaw>identity("closed-gap", NamedLaw::gap, x -> 0)
                                        .absFloor(1e-13)),
                        new NegativeControl<>(
                                "named-laws-without-defect",
                                "claims that doubling the query doubles what is read",
                                Claim.<NamedLaw>identity("closed-defect", NamedLaw::defect, x -> 0)
                                        .absFloor(1e-13)));
    }

    // ---- laws of atoms

    private static double error(QueryInstance x) {
        return AffineLimit.of(x).distance(LimitModel.REFERENCE.output(x, x.query()));
    }

    private static double largestLogit(QueryInstance x) {
        double largest = 0;
        for (double logit : Vectors.apply(((Law.Atoms) x.law()).support().atoms(), x.logitVector())) {
            largest = Math.max(largest, Math.abs(logit));
        }
        return largest;
    }

    /** {@code max_s |<u, t(s u)>|}. */
    private static double farthestRead(QueryInstance x) {
        return Arrays.stream(QUERY_SIZES)
                .map(s -> Math.abs(LimitModel.REFERENCE.readAlong(x, s)))
                .reduce(0, Math::max);
    }

    private static List<Trajectory.Point> negatedReads(QueryInstance x) {
        List<Trajectory.Point> points = new ArrayList<>();
        for (double s : QUERY_SIZES) {
            points.add(new Trajectory.Point(s, Approx.direct(-LimitModel.REFERENCE.readAlong(x, s))));
        }
        return points;
    }

    /** {@code u' Gamma u}. */
    private static double variance(QueryInstance x) {
        AffineLimit map = AffineLimit.of(x);
        double[] u = map.logitVector();
        double[] image = Vectors.apply(map.covariance(), u);
        double sum = 0;
        for (int i = 0; i < u.length; i++) {
            sum += u[i] * image[i];
        }
        return sum;
    }

    /** {@code |<u, m> + s u' Gamma u - <u, t(s u)>|} for the s where {@code s u' Gamma u = 3 max_i |<u, x_i>|}. */
    private static double outgrown(QueryInstance x) {
        double s = 3 * largestLogit(x) / variance(x);
        double affine = LimitModel.REFERENCE.readAlong(x, 0) + 3 * largestLogit(x);
        return Math.abs(affine - LimitModel.REFERENCE.readAlong(x, s));
    }

    /** Random laws, and two whose logits reach 700. */
    private static List<QueryInstance> lawsOfAtoms(RandomField random) {
        List<QueryInstance> laws = new ArrayList<>();
        for (int i = 0; i < DRAWN_LAWS; i++) {
            laws.add(LinearOperatorDraws.atoms(random.size(i)));
        }
        laws.add(LinearOperatorDraws.scalar(new Law.Atoms(new double[][] {{-1}, {1}}, new double[] {0.5, 0.5}), 700));
        laws.add(LinearOperatorDraws.scalar(
                new Law.Atoms(new double[][] {{2}, {1.999}, {-2}}, new double[] {0.2, 0.3, 0.5}), 350));
        return laws;
    }

    /** Whatever the atoms, the affine map fails; the identities of the tilted law do not. */
    static Family<QueryInstance> atoms(InfinitePromptLinearOperator theorem) {
        Bound<QueryInstance> refuted = Claim.bound("atoms-refuted", LinearOperatorFamilies::error)
                .atLeast(x -> 10 * AffineLimit.of(x).bound());
        Bound<QueryInstance> hull =
                Claim.bound("atoms-hull", LinearOperatorFamilies::farthestRead).atMost(x -> largestLogit(x));
        return Family.drawn(
                        "laws-of-atoms",
                        "400 random laws of two to six atoms, and two whose logits reach 700",
                        LinearOperatorFamilies::lawsOfAtoms)
                .claims(
                        refuted,
                        hull,
                        Claim.<QueryInstance>monotone("atoms-monotone", (x, effort) -> negatedReads(x))
                                .absFloor(x -> 1e-14 * largestLogit(x)),
                        Claim.bound("atoms-outgrown", LinearOperatorFamilies::outgrown)
                                .atLeast(x -> largestLogit(x)),
                        theorem.gradient("atoms-gradient", LimitModel.REFERENCE),
                        theorem.jacobian("atoms-jacobian", LimitModel.REFERENCE),
                        theorem.parameterDerivative("atoms-parameter-derivative", LimitModel.REFERENCE))
                .controls(
                        new NegativeControl<>(
                                "atoms-affine",
                                "claims the affine map for laws of atoms too",
                                Claim.bound("atoms-refuted", LinearOperatorFamilies::error)
                                        .atMost(x -> AffineLimit.of(x).bound())),
                        new NegativeControl<>(
                                "atoms-half-the-hull",
                                "claims that only half of the hull is reached",
                                hull.atMost(x -> largestLogit(x) / 2)),
                        new NegativeControl<>(
                                "atoms-falling",
                                "claims that larger queries read less along themselves",
                                Claim.<QueryInstance>monotone(
                                        "atoms-monotone",
                                        (x, effort) -> negatedReads(x).stream()
                                                .map(p -> new Trajectory.Point(
                                                        p.time(), p.value().negated()))
                                                .toList())),
                        new NegativeControl<>(
                                "atoms-second-moments",
                                "takes the second moments of the tilted law for its covariance",
                                theorem.jacobian("atoms-jacobian", LimitModel.REFERENCE.withoutCentring())),
                        new NegativeControl<>(
                                "atoms-without-partition",
                                "forgets to divide by the partition function",
                                theorem.gradient("atoms-gradient", LimitModel.REFERENCE.withoutPartition())));
    }

    // ---- picture

    /** What is read along the query, as the query grows, from three laws of variance 1. */
    static Picture growingQuery() {
        double[] s = new double[61];
        Arrays.setAll(s, i -> 0.1 * i);
        Law.Gaussian standard = new Law.Gaussian(new double[] {0}, new double[][] {{1}});
        NamedLaw uniform = new NamedLaw(Math.sqrt(3), 1);
        double[] sparse = {0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5};
        double[] measured = Arrays.stream(sparse)
                .map(u -> GaussHermite.REFERENCE.reduced(standard, new double[] {u})
                        .mean()[0])
                .toArray();
        return Picture.of(
                        "growing-query",
                        "What is read as the query grows",
                        Axis.linear("size of the query"),
                        Axis.linear("what is read"))
                .claimed("affine map V(m + Γu)", s, s)
                .points("Gaussian tokens, by quadrature", sparse, measured)
                .line("uniform tokens", s, reads(uniform.law(), s))
                .line("signs", s, reads(new NamedLaw(0, 1).law(), s))
                .saying(
                        "Three token laws of mean 0 and variance 1. Gaussian tokens are read by an affine map of the query; tokens of"
                                + " a bounded law are read within their hull, so the map bends.");
    }

    private static double[] reads(Law law, double[] s) {
        return Arrays.stream(s)
                .map(u -> InfinitePrompt.of(law, new double[] {u}).mean()[0])
                .toArray();
    }
}
