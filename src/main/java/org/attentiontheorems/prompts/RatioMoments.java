package org.attentiontheorems.prompts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.attentiontheorems.prompts.TokenNodes.Lattice;
import org.attentiontheorems.verify.Check;
import org.attentiontheorems.verify.InvalidComputation;

/**
 * Exact expectations of ratios {@code S_1 ... S_q / D^k} of sums over L independent tokens, {@code S_j = sum_l f_j(x_l)} and {@code D
 * = sum_l w(x_l)} with w positive:
 *
 * <pre>{@code
 * E[S_1...S_q / D^k] = int_0^inf s^(k-1)/(k-1)! sum_P L(L-1)...(L-|P|+1) prod_(b in P) psi_b(s) phi(s)^(L-|P|) ds,
 * phi(s) = E e^(-s w),   psi_b(s) = E[prod_(j in b) f_j e^(-s w)],   P over the set partitions of {1..q},
 * }</pre>
 *
 * because {@code D^-k = int s^(k-1) e^(-sD) ds / (k-1)!} and the product of sums splits by which indices coincide.
 *
 * <p>The weights are divided by their mean: {@code w = e^<u,x> / Z}. Ratios with as many factors w above as below do not notice.
 *
 * <p>Numerics: {@code s = e^r} and the trapezoid rule in r with a step of at most 0.1; a Gaussian law by the trapezoid rule in the
 * one number g that matters, {@code w = e^(tau g - tau²/2)}. Both converge spectrally: relative error about 1e-14 for {@code tau} in
 * [0, 3] and L from 1 to 1e6. {@code E[S_w/D] = 1} and {@code E[S_w²/D²] = 1} are checked at every construction to 1e-11. For n nodes
 * (250 to 400 for a Gaussian law) and J = 500 to 1100 values of s the matrix {@code e^(-s_j w_i)} is made once for all moments of an
 * object: n J exponentials for atoms, about {@code n + J} for a Gaussian law with tau above 0.04. A transform psi then costs O(n J) and
 * is remembered, and a moment costs O(B_q q J) beside its transforms, with B_q = 1, 2, 5, 15 partitions. One Gaussian (tau, L) with
 * six moments takes about 2 ms, whatever L. Not safe between threads.
 */
final class RatioMoments {
    /** Longest prompt. */
    static final int MAX_LENGTH = 1_000_000;

    /** Largest standard deviation of Gaussian logits. */
    static final double MAX_TAU = 3;

    /** Largest difference of the logits of atoms. */
    static final double MAX_SPREAD = 50;

    private static final double BELOW = 38;
    private static final double ABOVE = 6;
    private static final double NEGLIGIBLE = -60;
    private static final double SELF_CHECK = 1e-11;
    private static final int LONGEST_GRID = 1 << 14;

    /** How many ordered tuples of pairwise different indices are counted. */
    enum Indices {
        /** {@code L(L-1)...(L-b+1)}, as is right. */
        DIFFERENT,
        /** {@code L^b}: forgets that indices of different blocks differ. */
        ANY;

        double tuples(int promptLength, int blocks) {
            double count = 1;
            for (int b = 0; b < blocks; b++) {
                count *= this == DIFFERENT ? promptLength - b : promptLength;
            }
            return count;
        }
    }

    /**
     * A function of one token: {@code w^weightPower} times given functions.
     *
     * @param weightPower power of the weight
     * @param factors indices of the given functions, ascending, repeated for powers
     */
    record TokenFunction(int weightPower, List<Integer> factors) {
        TokenFunction {
            factors = List.copyOf(factors);
        }

        /** The product of two functions of one kernel. */
        TokenFunction times(TokenFunction other) {
            List<Integer> all = new ArrayList<>(factors);
            all.addAll(other.factors);
            all.sort(Integer::compare);
            return new TokenFunction(weightPower + other.weightPower, all);
        }
    }

    private final int promptLength;
    private final Indices indices;
    private final TokenNodes nodes;
    private final double[] s;
    private final double delta;
    private final ExponentialRows rows;
    private final double[] logPhi;
    private final List<double[]> given = new ArrayList<>();
    private final Map<TokenFunction, double[]> transforms = new HashMap<>();
    private final Map<Integer, double[]> phiPowers = new HashMap<>();

    private RatioMoments(TokenNodes nodes, int promptLength, Indices indices) {
        Check.between("promptLength", promptLength, 1, MAX_LENGTH);
        this.promptLength = promptLength;
        this.indices = indices;
        this.nodes = nodes;
        this.delta = nodes.lattice().delta();
        double first = Lattice.snap(-StrictMath.log(promptLength) - BELOW);
        int length = lengthOfGrid(first);
        this.s = new double[length];
        Arrays.setAll(s, j -> StrictMath.exp(first + j * delta));
        this.rows = nodes.rows(first, s);
        this.logPhi = rows.logLaplace(nodes.probabilities());
        if (indices == Indices.DIFFERENT) {
            requireNormalised();
        }
    }

    private RatioMoments(RatioMoments other) {
        this.promptLength = other.promptLength;
        this.indices = other.indices;
        this.nodes = other.nodes;
        this.s = other.s;
        this.delta = other.delta;
        this.rows = other.rows;
        this.logPhi = other.logPhi;
        this.phiPowers.putAll(other.phiPowers);
    }

    /** The same kernel, its matrix of exponentials shared, without given functions: keeps memory small where many functions pass by. */
    RatioMoments afresh() {
        return new RatioMoments(this);
    }

    /**
     * The kernel for {@code w = e^(tau g) / E e^(tau g)}, g standard normal.
     *
     * @throws org.attentiontheorems.verify.InvalidInstance if tau is outside [0, 3] or the prompt length outside [1, 1e6]
     */
    static RatioMoments gaussian(double tau, int promptLength) {
        return gaussian(tau, promptLength, Indices.DIFFERENT);
    }

    static RatioMoments gaussian(double tau, int promptLength, Indices indices) {
        Check.that(tau >= 0 && tau <= MAX_TAU, "tau", "must be between 0 and %s, is %s", MAX_TAU, tau);
        return new RatioMoments(TokenNodes.gaussian(tau), promptLength, indices);
    }

    /** The Gaussian kernel for larger tau, where only moments with low powers of w stay in the range of numbers. */
    static RatioMoments wideGaussian(double tau, int promptLength) {
        return new RatioMoments(TokenNodes.gaussian(tau), promptLength, Indices.DIFFERENT);
    }

    /**
     * The kernel for atoms with the given logits.
     *
     * @param probabilities n positive numbers of sum 1
     * @param logits n logits
     * @throws org.attentiontheorems.verify.InvalidInstance if the logits spread over more than 50 or the prompt length is outside
     *     [1, 1e6]
     */
    static RatioMoments atoms(double[] probabilities, double[] logits, int promptLength) {
        return atoms(probabilities, logits, promptLength, Indices.DIFFERENT);
    }

    static RatioMoments atoms(double[] probabilities, double[] logits, int promptLength, Indices indices) {
        double spread = spread(logits);
        Check.that(spread <= MAX_SPREAD, "logits", "must spread over at most %s, spread over %s", MAX_SPREAD, spread);
        return new RatioMoments(TokenNodes.atoms(probabilities, logits), promptLength, indices);
    }

    /** Largest minus smallest entry. */
    static double spread(double[] logits) {
        double largest = Arrays.stream(logits).reduce(Double.NEGATIVE_INFINITY, Math::max);
        double smallest = Arrays.stream(logits).reduce(Double.POSITIVE_INFINITY, Math::min);
        return largest - smallest;
    }

    /** The weight w itself. */
    TokenFunction weight() {
        return power(1);
    }

    /** The power {@code w^n}. */
    TokenFunction power(int n) {
        return new TokenFunction(n, List.of());
    }

    /** A function of the atoms, by its n values. */
    TokenFunction given(double[] values) {
        Check.that(values.length == nodes.size(), "values", "needs %d entries, has %d", nodes.size(), values.length);
        given.add(values.clone());
        return new TokenFunction(0, List.of(given.size() - 1));
    }

    /** A function of the standard normal g of a Gaussian law. */
    TokenFunction given(DoubleUnaryOperator function) {
        return given(Arrays.stream(nodes.abscissae()).map(function).toArray());
    }

    /**
     * {@code E[S_1 ... S_q / D^k]}.
     *
     * @param k power of the denominator, at least 1
     * @param functions the q functions whose sums are multiplied, q at least 1; all made by this object
     * @throws IllegalArgumentException if k or q is 0
     */
    double expect(int k, TokenFunction... functions) {
        if (k < 1 || functions.length < 1) {
            throw new IllegalArgumentException("k and q must be at least 1, are " + k + " and " + functions.length);
        }
        double[] integrand = new double[s.length];
        for (int[] partition : SetPartitions.of(functions.length)) {
            if (partition.length <= promptLength) {
                add(integrand, partition, functions);
            }
        }
        double sum = 0;
        for (int j = 0; j < s.length; j++) {
            double power = s[j];
            for (int i = 1; i < k; i++) {
                power *= s[j] / i;
            }
            sum += power * integrand[j];
        }
        return delta * sum;
    }

    /** Adds {@code L...(L-|P|+1) phi^(L-|P|) prod_b psi_b} at every s. */
    private void add(double[] integrand, int[] partition, TokenFunction[] functions) {
        double[] term = phiPower(promptLength - partition.length).clone();
        double tuples = indices.tuples(promptLength, partition.length);
        for (int block : partition) {
            double[] psi = transform(productOf(block, functions));
            for (int j = 0; j < term.length; j++) {
                term[j] *= psi[j];
            }
        }
        for (int j = 0; j < term.length; j++) {
            integrand[j] += tuples * term[j];
        }
    }

    private TokenFunction productOf(int block, TokenFunction[] functions) {
        TokenFunction product = power(0);
        for (int j = 0; j < functions.length; j++) {
            product = (block >> j & 1) == 1 ? product.times(functions[j]) : product;
        }
        return product;
    }

    /** {@code phi^n}; exactly 1 for n = 0, also where phi underflows. */
    private double[] phiPower(int n) {
        return phiPowers.computeIfAbsent(n, power -> {
            double[] values = new double[s.length];
            Arrays.setAll(values, j -> power == 0 ? 1 : StrictMath.exp(power * logPhi[j]));
            return values;
        });
    }

    /** {@code psi(s_j) = E[f e^(-s_j w)]}. */
    private double[] transform(TokenFunction f) {
        return transforms.computeIfAbsent(f, function -> rows.laplace(coefficients(function)));
    }

    /** {@code pi_i f(x_i)}. */
    private double[] coefficients(TokenFunction f) {
        double[] c = nodes.probabilities().clone();
        for (int power = 0; power < f.weightPower(); power++) {
            multiply(c, nodes.weights());
        }
        for (int factor : f.factors()) {
            multiply(c, given.get(factor));
        }
        return c;
    }

    private static void multiply(double[] c, double[] by) {
        for (int i = 0; i < c.length; i++) {
            c[i] *= by[i];
        }
    }

    /**
     * Points up to {@code ABOVE} beyond the first with {@code L log phi < NEGLIGIBLE}. That one lies beyond {@code L s = -NEGLIGIBLE},
     * because {@code log phi >= -s} by Jensen's inequality.
     */
    private int lengthOfGrid(double first) {
        double earliest = StrictMath.log(-NEGLIGIBLE / promptLength);
        int low = (int) Math.floor((earliest - first) / delta) - 1;
        int ahead = 1;
        while (!negligible(first + (low + ahead) * delta)) {
            low += ahead;
            ahead *= 2;
            if (ahead > LONGEST_GRID) {
                throw new InvalidComputation("E e^(-s w) does not fall as s grows");
            }
        }
        int high = low + ahead;
        while (high - low > 1) {
            int middle = (low + high) / 2;
            if (negligible(first + middle * delta)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high + 1 + (int) Math.ceil(ABOVE / delta);
    }

    private boolean negligible(double r) {
        return promptLength * nodes.logLaplace(StrictMath.exp(r)) < NEGLIGIBLE;
    }

    private void requireNormalised() {
        TokenFunction w = weight();
        requireOne("E[S/D]", expect(1, w));
        requireOne("E[S²/D²]", expect(2, w, w));
    }

    private static void requireOne(String what, double value) {
        if (!(Math.abs(value - 1) <= SELF_CHECK)) {
            throw new InvalidComputation(what + " of the token weights is " + value + " instead of 1");
        }
    }
}
