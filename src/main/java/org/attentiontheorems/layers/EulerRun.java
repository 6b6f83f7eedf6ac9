package org.attentiontheorems.layers;

/**
 * One start followed twice through a control: by the flow and, within its tube, by the network of depth L.
 *
 * @param field one layer
 * @param control parameters along depth
 * @param flow the states h(l/L), l = 0 … L
 * @param tube the network's states and their proven distance to the flow
 * @param apriori what was known in advance
 */
record EulerRun(LayerField field, Control control, double[][] flow, Tube tube, AprioriTube apriori) {

    /** The run of one start, T x d. */
    static EulerRun of(LayerField field, Control control, double[] start, int depth) {
        return of(field, control, LayerFlow.of(field).states(control, start, depth));
    }

    private static EulerRun of(LayerField field, Control control, double[][] flow) {
        return new EulerRun(
                field,
                control,
                flow,
                Tube.of(field, control, flow[0], flow.length - 1),
                AprioriTube.of(
                        field, control, States.largestRow(flow[0], field.shape().d())));
    }

    /** The same in a network of a depth that divides this one's and is a multiple of the number of segments. */
    EulerRun atDepth(int depth) {
        double[][] coarse = new double[depth + 1][];
        for (int l = 0; l <= depth; l++) {
            coarse[l] = flow[l * (depth() / depth)];
        }
        return of(field, control, coarse);
    }

    /** L. */
    int depth() {
        return flow.length - 1;
    }

    /** {@code max_l |h_l - h(l/L)|_∞} of the network inside the tube. */
    double error() {
        return States.distance(tube.states(), flow, field.shape().d());
    }

    /** The same of another network. */
    double error(Network network) {
        return States.distance(
                network.states(control, flow[0], depth()), flow, field.shape().d());
    }

    /** {@code |h_l - h(l/L)|_∞} for every l. */
    double[] errors() {
        double[] errors = new double[depth() + 1];
        for (int l = 0; l < errors.length; l++) {
            errors[l] = States.distance(tube.states()[l], flow[l], field.shape().d());
        }
        return errors;
    }

    /** {@code C / L}. */
    double aprioriBound() {
        return apriori.constant() / depth();
    }

    /** The largest norm of a token on the way, at least 1: the scale of rounding. */
    double size() {
        double largest = 1;
        for (double[] h : flow) {
            largest = Math.max(largest, States.largestRow(h, field.shape().d()));
        }
        return largest;
    }

    /** How far this flow is, at the ends of the segments, from one with another tolerance that runs through each segment at once. */
    double resolution(double tolerance) {
        LayerFlow other = LayerFlow.of(field).within(tolerance);
        int each = depth() / control.count();
        double[] h = flow[0];
        double largest = 0;
        for (int s = 1; s <= control.count(); s++) {
            h = other.after(control.segments()[s - 1], h, 1.0 / control.count());
            largest = Math.max(
                    largest, States.distance(h, flow[s * each], field.shape().d()));
        }
        return largest;
    }

    /** The start with another last token. */
    double[] otherEnding() {
        double[] start = flow[0].clone();
        for (int i = start.length - field.shape().d(); i < start.length; i++) {
            start[i] = 0.5 - start[i];
        }
        return start;
    }

    /** How many of the network's numbers before the last token stay, bit for bit, when the last token of the start changes. */
    double unmoved(Network network) {
        double[][] before = network.states(control, flow[0], depth());
        double[][] after = network.states(control, otherEnding(), depth());
        int same = 0;
        for (int l = 0; l <= depth(); l++) {
            for (int i = 0; i < flow[0].length - field.shape().d(); i++) {
                same += Double.compare(before[l][i], after[l][i]) == 0 ? 1 : 0;
            }
        }
        return same;
    }

    /** How many numbers stand before the last token, in all layers together. */
    double beforeTheLast() {
        return (depth() + 1.0) * (flow[0].length - field.shape().d());
    }

    /** How far a flow moves before the last token when the last token of the start changes. */
    double leak(LayerFlow other) {
        double[][] before = other.states(control, flow[0], depth());
        double[][] after = other.states(control, otherEnding(), depth());
        double largest = 0;
        for (int l = 0; l <= depth(); l++) {
            for (int i = 0; i < flow[0].length - field.shape().d(); i++) {
                largest = Math.max(largest, Math.abs(before[l][i] - after[l][i]));
            }
        }
        return largest;
    }
}
