package org.attentiontheorems.layers;

import java.util.ArrayList;
import java.util.List;
import org.attentiontheorems.measure.Sums;

/**
 * Parameters along depth, {@code θ : [0, 1] -> R^p}, constant on S equal segments.
 *
 * @param shape sizes of a layer
 * @param segments θ of each segment, S x p; not to be changed
 */
record Control(LayerShape shape, double[][] segments) {

    /** The control of an instance file that has passed {@link LayerFields}. */
    static Control of(List<Layer> layers) {
        LayerShape shape = layers.get(0).shape("control[0]");
        return new Control(
                shape, layers.stream().map(layer -> layer.flat(shape)).toArray(double[][]::new));
    }

    /** The control as an instance file writes it. */
    List<Layer> layers() {
        List<Layer> layers = new ArrayList<>();
        for (double[] theta : segments) {
            layers.add(Layer.of(shape, theta));
        }
        return layers;
    }

    /** Number S of segments. */
    int count() {
        return segments.length;
    }

    /** The segment {@code ⌊l S / L⌋} of layer l in a network of depth L. */
    int segmentOf(int layer, int depth) {
        return (int) ((long) layer * count() / depth);
    }

    /** θ of layer l in a network of depth L. */
    double[] layer(int layer, int depth) {
        return segments[segmentOf(layer, depth)];
    }

    /** The same segments, last to first. */
    Control reversed() {
        double[][] reversed = new double[count()][];
        for (int s = 0; s < count(); s++) {
            reversed[s] = segments[count() - 1 - s];
        }
        return new Control(shape, reversed);
    }

    /** {@code this + factor * direction}, segment by segment. */
    Control plus(double factor, Control direction) {
        double[][] sum = new double[count()][];
        for (int s = 0; s < count(); s++) {
            sum[s] = segments[s].clone();
            for (int i = 0; i < sum[s].length; i++) {
                sum[s][i] += factor * direction.segments[s][i];
            }
        }
        return new Control(shape, sum);
    }

    /** {@code factor * this}. */
    Control times(double factor) {
        double[][] product = new double[count()][];
        for (int s = 0; s < count(); s++) {
            product[s] = segments[s].clone();
            for (int i = 0; i < product[s].length; i++) {
                product[s][i] *= factor;
            }
        }
        return new Control(shape, product);
    }

    /** {@code (1 - share) * this + share * other}. */
    Control towards(Control other, double share) {
        return times(1 - share).plus(share, other);
    }

    /** {@code ∫ |θ|² dt = 1/S Σ_s |θ_s|²}, over all entries of all blocks. */
    double energy() {
        return squaredNorm() / count();
    }

    /** {@code ∫ |θ - other|² dt}. */
    double energyOf(Control other) {
        return plus(-1, other).energy();
    }

    /** {@code Σ_s |θ_s|²}. */
    double squaredNorm() {
        double sum = 0;
        for (double[] theta : segments) {
            sum += Sums.dot(theta, theta);
        }
        return sum;
    }

    /** {@code Σ_s ⟨θ_s, other_s⟩}. */
    double dot(Control other) {
        double sum = 0;
        for (int s = 0; s < count(); s++) {
            sum += Sums.dot(segments[s], other.segments[s]);
        }
        return sum;
    }
}
