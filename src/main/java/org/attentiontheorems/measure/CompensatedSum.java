package org.attentiontheorems.measure;

/** Neumaier's compensated sum, one term at a time: the bits of {@link Sums#neumaier} without an array of the terms. Not thread-safe. */
public final class CompensatedSum {
    private double sum;
    private double lost;

    /** Adds a term. */
    public void add(double x) {
        double next = sum + x;
        lost += Math.abs(sum) >= Math.abs(x) ? (sum - next) + x : (x - next) + sum;
        sum = next;
    }

    /** The sum of the terms so far. */
    public double value() {
        return sum + lost;
    }
}
