package org.attentiontheorems.layers;

import org.attentiontheorems.verify.Approx;

/** The loss of a read-out, and ways to get it wrong. */
enum LossFormula {
    /** {@code lse(z) - z_y}. */
    CROSS_ENTROPY {
        @Override
        double of(Readout readout, double[] h, int label) {
            return readout.loss(h, label);
        }
    },
    /** {@code -z_y}, without the normalisation: a mistake. */
    NEGATIVE_LOGIT {
        @Override
        double of(Readout readout, double[] h, int label) {
            return -readout.logits(h)[label];
        }
    },
    /** The cross-entropy in bits: a mistake where nats are meant. */
    IN_BITS {
        @Override
        double of(Readout readout, double[] h, int label) {
            return readout.loss(h, label) / StrictMath.log(2);
        }
    };

    abstract double of(Readout readout, double[] h, int label);

    /** The risk of the network of a control. */
    double risk(LayerModel model, Control control, int depth) {
        return risk(model, model.readout(), control, depth);
    }

    /** The same with a read-out of zeros. */
    double silentRisk(LayerModel model, Control control, int depth) {
        Readout given = model.readout();
        return risk(model, new Readout(new double[given.w().length], given.classes(), given.d()), control, depth);
    }

    private double risk(LayerModel model, Readout readout, Control control, int depth) {
        Population population = model.population();
        double[] losses = new double[population.count()];
        for (int n = 0; n < losses.length; n++) {
            double[] h = model.network().end(control, population.starts()[n], depth);
            losses[n] = of(readout, h, population.labels()[n]);
        }
        return population.mean(losses);
    }

    /** The slope of the risk along a direction, by differences, with their error. */
    Approx slope(LayerModel model, Control control, Control direction, int depth, int effort) {
        return Stencil.slope(theta -> risk(model, theta, depth), control, direction, effort);
    }
}
