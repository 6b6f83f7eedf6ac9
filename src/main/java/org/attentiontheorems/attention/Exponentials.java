package org.attentiontheorems.attention;

/**
 * Exponentials of whole rows of scores, several times as fast as one by one: {@code x = k log 2 + r} with {@code |r| <= log(2)/2}, the
 * Taylor polynomial of degree 13 in r, and the power of two by its bits. Made of {@code +, *, fma} and bit moves alone, hence the same
 * bits everywhere; within one unit in the last place of {@code StrictMath.exp}.
 */
public final class Exponentials {
    /** What is below counts as this, 3e-308: nothing beside the 1 of the largest score. */
    public static final double LEAST = -708;

    private static final double LOG2_E = 1.4426950408889634;
    private static final double LN2_HIGH = 0x1.62e42fee00000p-1;
    private static final double LN2_LOW = 0x1.a39ef35793c76p-33;
    private static final int BIAS = 1023;
    private static final int FRACTION_BITS = 52;

    private Exponentials() {}

    /**
     * Replaces {@code x[0 .. n - 1]} by {@code exp(x - shift)}. In two passes, so that the first is done on several numbers at once.
     *
     * @param shift such as the largest entry; {@code x - shift} is at most 700
     * @param scratch at least n entries, overwritten
     */
    public static void shifted(double[] x, int n, double shift, double[] scratch) {
        for (int i = 0; i < n; i++) {
            double y = Math.max(x[i] - shift, LEAST);
            double k = Math.rint(y * LOG2_E);
            double r = Math.fma(-k, LN2_LOW, Math.fma(-k, LN2_HIGH, y));
            scratch[i] = k;
            x[i] = Math.fma(r, tail(r), 1);
        }
        for (int i = 0; i < n; i++) {
            x[i] *= Double.longBitsToDouble(((long) scratch[i] + BIAS) << FRACTION_BITS);
        }
    }

    /** {@code (e^r - 1) / r}: 1 + r/2 + … + r^12/13!. */
    private static double tail(double r) {
        double p = 1.0 / 6227020800.0;
        p = Math.fma(p, r, 1.0 / 479001600);
        p = Math.fma(p, r, 1.0 / 39916800);
        p = Math.fma(p, r, 1.0 / 3628800);
        p = Math.fma(p, r, 1.0 / 362880);
        p = Math.fma(p, r, 1.0 / 40320);
        p = Math.fma(p, r, 1.0 / 5040);
        p = Math.fma(p, r, 1.0 / 720);
        p = Math.fma(p, r, 1.0 / 120);
        p = Math.fma(p, r, 1.0 / 24);
        p = Math.fma(p, r, 1.0 / 6);
        p = Math.fma(p, r, 0.5);
        return Math.fma(p, r, 1);
    }
}
