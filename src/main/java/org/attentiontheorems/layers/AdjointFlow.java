package org.attentiontheorems.layers;

import java.util.Arrays;
import org.attentiontheorems.flow.VectorField;
import org.attentiontheorems.measure.Sums;

/**
 * The adjoint of the flow of one start, {@code p' = -D_h f(h, θ)ᵀ p} backwards from depth 1, with the gradient of its loss in the control,
 * {@code G_s = ∫ D_θ f(h, θ_s)ᵀ p dt} over segment s. States, adjoint and gradient are one equation; it starts anew, from the state of the flow,
 * at the end of every segment and at least every eighth of the way: where the flow contracts, the way back is unstable.
 *
 * @param field one layer
 * @param control parameters along depth
 * @param states h(l/L) as integrated back, (L + 1) x Td
 * @param adjoints p(l/L), (L + 1) x Td
 * @param gradient G, S x p
 */
record AdjointFlow(LayerField field, Control control, double[][] states, double[][] adjoints, Control gradient) {
    private static final int PIECES = 8;

    /**
     * The adjoint of a flow.
     *
     * @param flow the states h(l/L) of the flow, l = 0 … L
     * @param terminal p(1), T x d
     */
    static AdjointFlow of(LayerField field, Control control, double[][] flow, double[] terminal) {
        int depth = flow.length - 1;
        double[][] states = new double[depth + 1][];
        double[][] adjoints = new double[depth + 1][];
        AdjointFlow adjoint = new AdjointFlow(field, control, states, adjoints, control.times(0));
        states[depth] = flow[depth];
        adjoints[depth] = terminal;
        for (int end = depth; end > 0; ) {
            int segment = control.segmentOf(end - 1, depth);
            int first = segment * (depth / control.count());
            int begin = Math.max(first, end - Math.max(1, depth / PIECES));
            adjoint.integrateBack(flow[end], begin, end, segment);
            end = begin;
        }
        return adjoint;
    }

    /** From layer {@code end} back to layer {@code begin} of one segment, from the given state. */
    private void integrateBack(double[] state, int begin, int end, int segment) {
        int size = state.length;
        double[] joint = new double[2 * size + control.shape().parameters()];
        System.arraycopy(state, 0, joint, 0, size);
        System.arraycopy(adjoints[end], 0, joint, size, size);
        double[] times = new double[end - begin];
        for (int k = 0; k < times.length; k++) {
            times[k] = (k + 1.0) / depth();
        }
        double[][] back =
                LayerFlow.sampled(backwards(field, control.segments()[segment], size), joint, times, LayerFlow.TIGHT);
        for (int k = 0; k < times.length; k++) {
            states[end - 1 - k] = Arrays.copyOf(back[k], size);
            adjoints[end - 1 - k] = Arrays.copyOfRange(back[k], size, 2 * size);
        }
        double[] sum = gradient.segments()[segment];
        for (int i = 0; i < sum.length; i++) {
            sum[i] += back[times.length - 1][2 * size + i];
        }
    }

    /** {@code (h, p, G)' = (-f, D_h fᵀ p, D_θ fᵀ p)} in the time that remains. */
    private static VectorField backwards(LayerField field, double[] theta, int size) {
        return (x, velocity) -> {
            double[] h = Arrays.copyOf(x, size);
            LayerField.Point at = field.at(theta, h);
            LayerField.Pullback pulled = at.pull(Arrays.copyOfRange(x, size, 2 * size));
            double[] state = pulled.state();
            double[] value = at.value();
            for (int i = 0; i < size; i++) {
                velocity[i] = -value[i];
                velocity[size + i] = state[i];
            }
            Arrays.fill(velocity, 2 * size, velocity.length, 0);
            pulled.addParameters(1, velocity, 2 * size);
        };
    }

    /** L. */
    int depth() {
        return states.length - 1;
    }

    /** {@code H = ⟨p, f(h, θ_s)⟩} at depth l/L with the parameters of a segment. */
    double hamiltonian(int layer, int segment) {
        return Sums.dot(adjoints[layer], field.value(control.segments()[segment], states[layer]));
    }

    /** The largest minus the least Hamiltonian on a segment, over 1 + the largest in size. */
    double spread(int segment) {
        int each = depth() / control.count();
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int l = segment * each; l <= (segment + 1) * each; l++) {
            double h = hamiltonian(l, segment);
            least = Math.min(least, h);
            most = Math.max(most, h);
        }
        return (most - least) / (1 + Math.max(Math.abs(least), Math.abs(most)));
    }

    /** How far the states on the way back are from those of the flow, over their size. */
    double wayBack(double[][] flow) {
        int d = field.shape().d();
        double size = 1;
        for (double[] h : flow) {
            size = Math.max(size, States.largestRow(h, d));
        }
        return States.distance(states, flow, d) / size;
    }

    /** How much {@code ⟨p, δ⟩} changes along {@code δ' = D_h f δ}, over 1 + its largest size. */
    double pairingSpread(double[] delta) {
        double[][] tangents = tangents(delta);
        double end = Sums.dot(adjoints[depth()], tangents[depth()]);
        double largest = 0;
        double scale = 1;
        for (int l = 0; l <= depth(); l++) {
            double pairing = Sums.dot(adjoints[l], tangents[l]);
            largest = Math.max(largest, Math.abs(pairing - end));
            scale = Math.max(scale, Math.abs(pairing));
        }
        return largest / scale;
    }

    /** The solution δ(l/L) of the linearised flow, with the true derivative, along the states of this adjoint's start. */
    private double[][] tangents(double[] delta) {
        LayerField whole = LayerField.of(field.tokens(), field.shape(), field.beta());
        int each = depth() / control.count();
        int size = delta.length;
        double[][] tangents = new double[depth() + 1][];
        tangents[0] = delta;
        double[] h = states[0];
        double[] times = new double[each];
        for (int k = 0; k < each; k++) {
            times[k] = (k + 1.0) / depth();
        }
        for (int s = 0; s < control.count(); s++) {
            double[] joint = Arrays.copyOf(h, 2 * size);
            System.arraycopy(tangents[s * each], 0, joint, size, size);
            double[][] ahead =
                    LayerFlow.sampled(tangent(whole, control.segments()[s], size), joint, times, LayerFlow.TIGHT);
            for (int k = 0; k < each; k++) {
                tangents[s * each + k + 1] = Arrays.copyOfRange(ahead[k], size, 2 * size);
            }
            h = Arrays.copyOf(ahead[each - 1], size);
        }
        return tangents;
    }

    private static VectorField tangent(LayerField field, double[] theta, int size) {
        return (x, velocity) -> {
            LayerField.Point at = field.at(theta, Arrays.copyOf(x, size));
            System.arraycopy(at.value(), 0, velocity, 0, size);
            System.arraycopy(at.along(Arrays.copyOfRange(x, size, 2 * size)), 0, velocity, size, size);
        };
    }
}
