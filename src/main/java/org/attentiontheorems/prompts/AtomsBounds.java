package org.attentiontheorems.prompts;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What prompt-output-concentration says of atoms. With {@code a = w V(x-t)}, {@code b = w - 1} and R the largest {@code |V(x_i - t)|}:
 *
 * <pre>{@code
 * (E|T_L - T_inf|²)^(1/2) <= (sigma_N + R sigma_D) / sqrt(L),                                first order
 * |(E|T_L - T_inf|²)^(1/2) - sigma_N / sqrt(L)| <= sqrt(k_1) + R sqrt(k_2),                  second order
 * k_1 = L^-3 (E|a|²b² + (L-1)(sigma_N² sigma_D² + 2|E ab|²)),   k_2 = L^-3 (E b⁴ + 3(L-1) sigma_D⁴).
 * }</pre>
 *
 * @param head the head in reduced form
 * @param promptLength L
 * @param sigmaN {@code (E|a|²)^(1/2)}
 * @param sigmaD {@code (E b²)^(1/2)}
 * @param radius R
 * @param remainder {@code sqrt(k_1) + R sqrt(k_2)}
 */
record AtomsBounds(AtomsHead head, int promptLength, double sigmaN, double sigmaD, double radius, double remainder) {

    /** For an instance with atoms. */
    static AtomsBounds of(PromptInstance x) {
        AtomsHead head = AtomsHead.of((Law.Atoms) x.law(), x.valueMatrix(), x.logitVector());
        double l = x.promptLength();
        double varN = head.numeratorVariance();
        double varD = head.denominatorVariance();
        double k1 = (head.mixedFourthMoment() + (l - 1) * (varN * varD + 2 * head.squaredCovariance())) / (l * l * l);
        double k2 = (head.denominatorFourthMoment() + 3 * (l - 1) * varD * varD) / (l * l * l);
        double radius = head.radius();
        return new AtomsBounds(
                head,
                x.promptLength(),
                Math.sqrt(varN),
                Math.sqrt(varD),
                radius,
                Math.sqrt(k1) + radius * Math.sqrt(k2));
    }

    /** {@code sigma_N²}: the limit of L times the mean squared error. */
    double asymptoticVariance() {
        return sigmaN * sigmaN;
    }

    /** {@code ((sigma_N + R sigma_D) / sqrt(L))²}. */
    double firstOrder() {
        return squared((sigmaN + radius * sigmaD) / Math.sqrt(promptLength));
    }

    double secondOrder() {
        return squared(sigmaN / Math.sqrt(promptLength) + remainder);
    }

    double lowerBound() {
        return squared(Math.max(0, sigmaN / Math.sqrt(promptLength) - remainder));
    }

    double bound() {
        return Math.min(Math.min(firstOrder(), secondOrder()), squared(radius));
    }

    /** Square of the rounding of an output: the mean squared error that equal atoms may show. */
    double rounding() {
        return squared(1e-14 * head.scale());
    }

    SortedMap<String, Double> quantities() {
        SortedMap<String, Double> all = new TreeMap<>();
        all.put("asymptoticVariance", asymptoticVariance());
        all.put("effectiveSampleRatio", 1 + sigmaD * sigmaD);
        all.put("boundFirstOrder", firstOrder());
        all.put("boundSecondOrder", secondOrder());
        all.put("lowerBound", lowerBound());
        all.put("radius", radius);
        all.put("bound", bound());
        return all;
    }

    private static double squared(double x) {
        return x * x;
    }
}
