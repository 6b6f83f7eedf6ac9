package org.attentiontheorems.heads;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.attentiontheorems.flow.Flow;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.verify.Check;

/**
 * Training with a degenerate minimum, in closed form. Two sequences of weight 1/2 read the tokens (1, -1), with labels (0, 0) and (0, 1);
 * all heads share the frozen values V = (u/2, -u/2), queries and keys are trained without ridge and start equal and positive, which they
 * remain. With τ = Σ_a m_a tanh(q_a²),
 *
 * <pre>{@code R = R_* + E,   E = 1/2 log cosh(uτ/2),   R_* = 1/2 log(1 + e^-u) + 1/2 log 2,
 * q_a' = -α q_a sech²(q_a²),   α = u/4 tanh(uτ/2),   D = 2 α² Σ_a m_a q_a² sech⁴(q_a²).}</pre>
 *
 * @param u margin of the values, positive
 * @param masses m_a
 * @param queries q_a = k_a at the start, positive
 */
record QuarticValley(double u, double[] masses, double[] queries) {
    private static final double[][] TOKENS = {{1}, {-1}};
    private static final int[][] LABELS = {{0, 0}, {0, 1}};

    /**
     * Recognises the model.
     *
     * @param field path of the model in its instance
     * @throws org.attentiontheorems.verify.InvalidInstance if the model is another one ("assumption not met")
     */
    static QuarticValley of(String field, HeadModel model) {
        require(model.d() == 1 && model.dk() == 1, field, "d and dk are 1");
        require(model.vocab() == 2 && model.seqLen() == 2, field, "vocab and seqLen are 2");
        require(model.lambda() == 0, field + ".lambda", "lambda is 0");
        require(
                Arrays.equals(model.seqWeights(), new double[] {0.5, 0.5}),
                field + ".seqWeights",
                "they are [0.5, 0.5]");
        boolean tokens = Arrays.stream(model.inputs()).allMatch(x -> Arrays.deepEquals(x, TOKENS));
        require(tokens, field + ".inputs", "both sequences are [[1], [-1]]");
        require(Arrays.deepEquals(model.labels(), LABELS), field + ".labels", "they are [[0, 0], [0, 1]]");
        double half = model.atoms().get(0).v()[0][0];
        double[] queries = new double[model.atoms().size()];
        for (int a = 0; a < queries.length; a++) {
            Head head = model.atoms().get(a);
            String atom = field + ".atoms[" + a + "]";
            queries[a] = head.q()[0][0];
            require(
                    half > 0 && head.v()[0][0] == half && head.v()[1][0] == -half,
                    atom + ".v",
                    "all v are [[u/2], [-u/2]] with one u > 0");
            require(queries[a] > 0 && head.k()[0][0] == queries[a], atom + ".k", "k equals q and is positive");
        }
        return new QuarticValley(2 * half, model.atomWeights(), queries);
    }

    /** The model of the given margin, masses and queries. */
    static HeadModel model(double u, double[] masses, double... queries) {
        List<Head> heads = new ArrayList<>();
        for (double q : queries) {
            double[][] query = {{q}};
            heads.add(new Head(query, query, new double[][] {{u / 2}, {-u / 2}}));
        }
        double[] half = {0.5, 0.5};
        return new HeadModel(1, 1, 2, 2, 0, half, new double[][][] {TOKENS, TOKENS}, LABELS, masses, heads);
    }

    private static void require(boolean condition, String field, String what) {
        Check.that(condition, field, "assumption not met: in the quartic regime %s", what);
    }

    /** The least risk R_*. */
    double minimum() {
        return 0.5 * StrictMath.log1p(StrictMath.exp(-u)) + 0.5 * StrictMath.log(2);
    }

    /** The excess risk E at products q_a k_a. */
    double gap(double... products) {
        return 0.5 * logCosh(0.5 * u * tau(products));
    }

    /** {@code sqrt(D)} at products q_a k_a = q_a². */
    double slope(double... products) {
        double sum = 0;
        for (int a = 0; a < products.length; a++) {
            sum += masses[a] * 2 * products[a] * square(square(sech(products[a])));
        }
        return alpha(products) * Math.sqrt(sum);
    }

    /** {@code sqrt(D) >= c E^(3/4)} with {@code c² = 8/u tanh²(uτ_0/2) / τ_0² sech⁴ s_0}, s_0 the largest product at the start. */
    KurdykaLojasiewicz inequality() {
        double s0 = Arrays.stream(products()).max().orElseThrow();
        double tau0 = StrictMath.tanh(s0);
        double ratio = StrictMath.tanh(0.5 * u * tau0) / tau0;
        return new KurdykaLojasiewicz(0.75, Math.sqrt(8 / u) * ratio * square(sech(s0)));
    }

    /** The products q_a k_a of heads θ, A x 4, row-major. */
    static double[] products(double[] theta) {
        double[] products = new double[theta.length / 4];
        Arrays.setAll(products, a -> theta[4 * a] * theta[4 * a + 1]);
        return products;
    }

    /** The products q_a k_a at the start. */
    double[] products() {
        return Arrays.stream(queries).map(QuarticValley::square).toArray();
    }

    /** The products after time T and, last, the length of the path, by the closed equation for q = k. */
    double[] after(double horizon, double relativeTolerance) {
        double[] start = Arrays.copyOf(queries, queries.length + 1);
        double[] end = Flow.of(this::velocity).after(start, horizon, relativeTolerance);
        for (int a = 0; a < queries.length; a++) {
            end[a] = square(end[a]);
        }
        return end;
    }

    private void velocity(double[] x, double[] velocity) {
        double[] products = new double[queries.length];
        Arrays.setAll(products, a -> square(x[a]));
        double alpha = alpha(products);
        for (int a = 0; a < products.length; a++) {
            velocity[a] = -alpha * x[a] * square(sech(products[a]));
        }
        velocity[products.length] = slope(products);
    }

    private double alpha(double... products) {
        return 0.25 * u * StrictMath.tanh(0.5 * u * tau(products));
    }

    private double tau(double... products) {
        double[] terms = new double[products.length];
        Arrays.setAll(terms, a -> masses[a] * StrictMath.tanh(products[a]));
        return Sums.neumaier(terms);
    }

    /** Near 0 by {@code log(1 + 2 sinh²(z/2))}, without a difference of near numbers. */
    private static double logCosh(double z) {
        return z < 1
                ? StrictMath.log1p(2 * square(StrictMath.sinh(z / 2)))
                : z + StrictMath.log1p(StrictMath.exp(-2 * z)) - StrictMath.log(2);
    }

    private static double sech(double x) {
        return 1 / StrictMath.cosh(x);
    }

    private static double square(double x) {
        return x * x;
    }
}
