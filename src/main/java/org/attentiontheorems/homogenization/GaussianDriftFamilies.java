package org.attentiontheorems.homogenization;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.attentiontheorems.homogenization.DesignLayer.Values;
import org.attentiontheorems.homogenization.GaussianDriftVanishes.Instance;
import org.attentiontheorems.measure.LogLog;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Picture;
import org.attentiontheorems.verify.Picture.Axis;

/** Declared families of {@code gaussian-drift-vanishes}: orders in the step, sharpness and necessity. */
final class GaussianDriftFamilies {
    private static final int DRAWS = 80;
    private static final double[] STEPS = {0.05, 0.025};
    private static final double REGULAR = 0.02;
    private static final double RESOLVED = 1e-9;
    private static final Memo<Instance, Halving> HALVINGS = Memo.of(Halving::of);

    private GaussianDriftFamilies() {}

    static List<Family<?>> all() {
        return List.of(shrinkingSteps(), exactness(), scalarValues());
    }

    // ---- orders in the step

    /** The same layer with steps 0.05 and 0.025. */
    private record Halving(DesignLayer large, DesignLayer small) {
        static Halving of(Instance x) {
            return new Halving(
                    x.withStep(STEPS[0]).layer(Values.SINGLE_ENTRY),
                    x.withStep(STEPS[1]).layer(Values.SINGLE_ENTRY));
        }

        /** The exponent of η in an error. */
        double slope(ToDoubleFunction<DesignLayer> error) {
            return LogLog.slope(STEPS, new double[] {error.applyAsDouble(large), error.applyAsDouble(small)});
        }

        /** Whether the leading coefficient of an error does not nearly cancel. */
        boolean isRegular(ToDoubleFunction<DesignLayer> error) {
            return isRegular(large, error) && isRegular(small, error);
        }

        double angleSlope() {
            int token = small.worstAngle();
            return slope(layer -> Math.abs(layer.meanAngle(token)));
        }

        boolean hasRegularAngle() {
            int token = small.worstAngle();
            return Stream.of(large, small).allMatch(layer -> {
                double angle = Math.abs(layer.meanAngle(token));
                return angle >= REGULAR * layer.angleRemainder(token) && angle >= RESOLVED;
            });
        }

        private static boolean isRegular(DesignLayer layer, ToDoubleFunction<DesignLayer> error) {
            double e = error.applyAsDouble(layer);
            return e >= REGULAR * layer.gramRemainder() && e >= RESOLVED;
        }
    }

    private static double generatorError(DesignLayer layer) {
        return layer.generatorError(GramDiffusion::drift);
    }

    private static Claim<Instance> order(
            String id, ToDoubleFunction<DesignLayer> error, double exponent, double tolerance) {
        return Claim.<Instance>bound(id, x -> Math.abs(HALVINGS.apply(x).slope(error) - exponent))
                .atMost(x -> tolerance)
                .when(x -> HALVINGS.apply(x).isRegular(error));
    }

    private static Claim<Instance> generatorOrder(double exponent) {
        return order("generator-order", GaussianDriftFamilies::generatorError, exponent, 0.1);
    }

    private static Claim<Instance> variationOrder(double exponent) {
        return order("variation-order", DesignLayer::variationError01, exponent, 0.2);
    }

    /** The angle of one token, that which comes closest to its bound; d = 2. */
    private static Claim<Instance> angleOrder(double exponent) {
        return Claim.<Instance>bound(
                        "angle-order", x -> Math.abs(HALVINGS.apply(x).angleSlope() - exponent))
                .atMost(x -> 0.1)
                .when(x -> x.dimension() == 2 && HALVINGS.apply(x).hasRegularAngle());
    }

    private static List<Instance> drawn(RandomField random) {
        GaussianDriftVanishes theorem = new GaussianDriftVanishes();
        List<Instance> instances = new ArrayList<>();
        for (int k = 0; k < DRAWS; k++) {
            RandomField field = random.size(k);
            Draw draw = theorem.ranges().sample(field);
            if (draw.dim("dimension") >= 2) {
                instances.add(theorem.draw(draw, field));
            }
        }
        return instances;
    }

    private static Family<Instance> shrinkingSteps() {
        return Family.drawn(
                        "shrinking-steps",
                        "random layers in two to four dimensions with steps 0.05 and 0.025, where the leading error does not"
                                + " nearly cancel",
                        GaussianDriftFamilies::drawn)
                .claims(generatorOrder(2), variationOrder(2), angleOrder(2))
                .controls(
                        new NegativeControl<>(
                                "generator-of-third-order", "claims that the error falls like η³", generatorOrder(3)),
                        new NegativeControl<>(
                                "variation-of-first-order",
                                "claims that the error of the variation falls like η only",
                                variationOrder(1)),
                        new NegativeControl<>(
                                "angle-of-fourth-order", "claims that mean angles fall like η⁴", angleOrder(4)));
    }

    // ---- sharpness

    private static Bound<Instance> errorOverSquare() {
        return Claim.<Instance>bound(
                        "error-over-square",
                        x -> generatorError(GaussianDriftVanishes.layer(x)) / (x.step() * x.step()))
                .atMost(x -> 0.0174);
    }

    private static Family<Instance> exactness() {
        return Family.of(
                        "no-exact-equality",
                        "the worked example at step 0.025: the error is not zero but 0.0173 η²",
                        List.of(GaussianDriftVanishes.worked().instance().withStep(0.025)))
                .claims(
                        errorOverSquare(),
                        Claim.<Instance>bound(
                                        "error-over-square-from-below",
                                        x -> generatorError(GaussianDriftVanishes.layer(x)) / (x.step() * x.step()))
                                .atLeast(x -> 0.0172))
                .controls(new NegativeControl<>(
                        "exact-equality",
                        "claims that a layer and its limit agree exactly",
                        errorOverSquare().atMost(x -> 1e-6)));
    }

    // ---- necessity

    private static Bound<Instance> scalarAngle() {
        return Claim.<Instance>bound(
                        "scalar-angle",
                        x -> Math.abs(
                                GaussianDriftVanishes.scalarLayers().apply(x).meanAngle(0) - knownAngle(x.step())))
                .atMost(x -> 5.1e-5);
    }

    private static double knownAngle(double step) {
        return step == 0.1 ? -0.3215 : step == 0.05 ? -0.3204 : -0.3201;
    }

    private static Family<Instance> scalarValues() {
        Instance two = new Instance(
                0, new double[][] {{1, 0}, {0.6, 0.8}}, 0.5, 0.1, List.of(new KeyQueryAtom(1, Vectors.identity(2))));
        return Family.of(
                        "scalar-values",
                        "values ±I, centred but not isotropic, on (1, 0) and (0.6, 0.8) at β = 0, steps 0.1, 0.05, 0.025",
                        List.of(two, two.withStep(0.05), two.withStep(0.025)))
                .claims(
                        scalarAngle(),
                        Claim.<Instance>identity(
                                "scalar-drift",
                                x -> GaussianDriftVanishes.scalarLayers()
                                        .apply(x)
                                        .tangentialDrift(),
                                x -> 0.32),
                        GaussianDriftVanishes.angle(
                                "angle-of-isotropic-values", GaussianDriftVanishes.isotropicLayers()))
                .controls(new NegativeControl<>(
                        "isotropy-is-not-needed",
                        "claims that angles are centred for values ±I, too",
                        GaussianDriftVanishes.angle(
                                "angle-of-isotropic-values", GaussianDriftVanishes.scalarLayers())));
    }

    // ---- pictures

    /** Errors of the worked example, and the angle of scalar values, against the step. */
    static List<Picture> pictures() {
        Instance worked = GaussianDriftVanishes.worked().instance();
        int points = 13;
        double[] steps = new double[points];
        double[] errors = new double[points];
        double[] bounds = new double[points];
        double[] variations = new double[points];
        double[] variationBounds = new double[points];
        for (int k = 0; k < points; k++) {
            steps[k] = 0.4 * StrictMath.pow(2, -k / 2.0);
            DesignLayer layer = worked.withStep(steps[k]).layer(Values.SINGLE_ENTRY);
            errors[k] = generatorError(layer);
            bounds[k] = layer.gramRemainder();
            variations[k] = layer.variationError(layer.limit());
            variationBounds[k] = layer.variationRemainder();
        }
        return List.of(Picture.of(
                        "one-layer",
                        "One layer against its limit",
                        Axis.logarithmic("step η"),
                        Axis.logarithmic("error of one layer, divided by η²"))
                .line("drift of the Gram matrix", steps, errors)
                .claimed("bound of the drift", steps, bounds)
                .line("quadratic variation", steps, variations)
                .claimed("bound of the variation", steps, variationBounds)
                .saying("The worked example with other steps: both errors fall like η², as their bounds do."));
    }
}
