package org.attentiontheorems.lowtemperature;

/** The principal branch of Lambert's function, {@code W(z) e^W(z) = z} for z at least 0, from the logarithm of z: z itself may overflow. */
final class LambertW {
    private static final int STEPS = 50;
    private static final double PRECISE = 0x1p-52;

    private LambertW() {}

    /**
     * {@code W_0(e^logZ)}, to a few roundings.
     *
     * @param logZ any number; minus infinity gives 0
     */
    static double ofLog(double logZ) {
        return logZ > 1 ? large(logZ) : small(StrictMath.exp(logZ));
    }

    /** Newton for {@code w + log w = log z}, from above. */
    private static double large(double logZ) {
        double w = logZ;
        for (int k = 0; k < STEPS; k++) {
            double step = (w + StrictMath.log(w) - logZ) * w / (1 + w);
            w -= step;
            if (Math.abs(step) <= PRECISE * w) {
                break;
            }
        }
        return w;
    }

    /** Halley for {@code w e^w = z}, from log(1 + z). */
    private static double small(double z) {
        double w = StrictMath.log1p(z);
        for (int k = 0; k < STEPS && w > 0; k++) {
            double excess = w - z * StrictMath.exp(-w);
            double step = excess / (1 + w - (w + 2) * excess / (2 * (w + 1)));
            w -= step;
            if (Math.abs(step) <= PRECISE * w) {
                break;
            }
        }
        return w;
    }
}
