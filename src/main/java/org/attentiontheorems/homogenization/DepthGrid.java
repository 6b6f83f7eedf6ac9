package org.attentiontheorems.homogenization;

import java.util.function.UnaryOperator;
import org.attentiontheorems.measure.LogLog;

/**
 * One law of weights in networks of several sizes against one averaged flow: rates and the sharp constant. Errors are exact sums over paths.
 */
final class DepthGrid {
    private static final double[] DEPTHS = {4, 8, 12};
    private static final double[] HEADS = {1, 2, 4, 8};

    private final DeepNetwork network;
    private final double[][] end;

    private DepthGrid(DeepNetwork network, double[][] end) {
        this.network = network;
        this.end = end;
    }

    /** Against the averaged flow to time T. */
    static DepthGrid of(DeepNetwork network) {
        return against(network, network.flow());
    }

    /** Against another flow: a wrong one, for controls. */
    static DepthGrid against(DeepNetwork network, AveragedFlow flow) {
        return new DepthGrid(network, flow.end());
    }

    double[][] end() {
        return end;
    }

    /** The errors of L layers of H heads. */
    DepthErrors errors(int layers, int heads) {
        return network.sized(layers, heads).errors(end);
    }

    double meanSquare(int layers) {
        return errors(layers, 1).meanSquare();
    }

    /** Slope of the mean squared error in L = 4, 8, 12, one head. */
    double depthSlope() {
        double[] errors = new double[DEPTHS.length];
        for (int k = 0; k < errors.length; k++) {
            errors[k] = meanSquare((int) DEPTHS[k]);
        }
        return LogLog.slope(DEPTHS, errors);
    }

    /** Slope of the variance in H = 1, 2, 4, 8, four layers that may be changed. */
    double headsSlope(UnaryOperator<Layer> change) {
        double[] variances = new double[HEADS.length];
        for (int k = 0; k < variances.length; k++) {
            DeepNetwork sized = network.sized(4, (int) HEADS[k]);
            Layer layer = change.apply(sized.layer());
            variances[k] = DepthErrors.of(visitor -> layer.forEachOutput(sized.tokens(), 4, visitor), end)
                    .variance();
        }
        return LogLog.slope(HEADS, variances);
    }

    /** The limit of {@code L MSE} without its term of order 1/L: {@code 3 · 12 MSE_12 - 2 · 8 MSE_8}. */
    double extrapolatedConstant() {
        return 36 * meanSquare(12) - 16 * meanSquare(8);
    }

    /** {@code MSE_12 / MSE_4}, one head. */
    double decrease() {
        return meanSquare(12) / meanSquare(4);
    }

    /** The same where the first layer is used in all places. */
    double frozenDecrease() {
        return frozen(12) / frozen(4);
    }

    private double frozen(int layers) {
        DeepNetwork sized = network.sized(layers, 1);
        return DepthErrors.of(visitor -> sized.layer().forEachFrozenOutput(sized.tokens(), layers, visitor), end)
                .meanSquare();
    }

    /** {@code MSE_12 / MSE_4} for steps {@code sqrt(T/L)}. */
    double rootDecrease() {
        return root(12) / root(4);
    }

    private double root(int layers) {
        Layer layer = network.sized(layers, 1).layer().withStep(Math.sqrt(network.time() / layers));
        return DepthErrors.of(visitor -> layer.forEachOutput(network.tokens(), layers, visitor), end)
                .meanSquare();
    }
}
