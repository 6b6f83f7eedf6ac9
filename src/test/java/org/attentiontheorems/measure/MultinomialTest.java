package org.attentiontheorems.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.hipparchus.distribution.discrete.BinomialDistribution;
import org.junit.jupiter.api.Test;

class MultinomialTest {
    private record Term(List<Integer> counts, double weight) {}

    private static List<Term> terms(int trials, double... masses) {
        List<Term> terms = new ArrayList<>();
        Multinomial.of(trials, masses)
                .forEach((counts, weight) ->
                        terms.add(new Term(Arrays.stream(counts).boxed().toList(), weight)));
        return terms;
    }

    private static int sum(List<Integer> parts) {
        return parts.stream().mapToInt(Integer::intValue).sum();
    }

    private static double[] masses(List<Integer> parts) {
        double sum = sum(parts);
        return parts.stream().mapToDouble(p -> p / sum).toArray();
    }

    @Property(tries = 60, seed = "20261", edgeCases = EdgeCasesMode.NONE)
    void weightsAreTheExactMultinomialProbabilities(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 20) Integer> parts,
            @ForAll @IntRange(min = 1, max = 24) int trials) {
        int sum = sum(parts);
        Assume.that(sum > 0);
        double[] masses = masses(parts);
        for (Term term : terms(trials, masses)) {
            double exact = exact(trials, parts, sum, term.counts());
            assertThat(Math.abs(term.weight() - exact)).isLessThanOrEqualTo(2e-14 * exact);
        }
    }

    /** {@code N! Π (p_a / sum)^c_a / c_a!} in rational arithmetic. */
    private static double exact(int trials, List<Integer> parts, int sum, List<Integer> counts) {
        BigInteger numerator = factorial(trials);
        BigInteger denominator = BigInteger.valueOf(sum).pow(trials);
        for (int a = 0; a < parts.size(); a++) {
            numerator = numerator.multiply(BigInteger.valueOf(parts.get(a)).pow(counts.get(a)));
            denominator = denominator.multiply(factorial(counts.get(a)));
        }
        return new BigDecimal(numerator)
                .divide(new BigDecimal(denominator), MathContext.DECIMAL64)
                .doubleValue();
    }

    private static BigInteger factorial(int n) {
        BigInteger product = BigInteger.ONE;
        for (int k = 2; k <= n; k++) {
            product = product.multiply(BigInteger.valueOf(k));
        }
        return product;
    }

    @Property(tries = 60, seed = "20261", edgeCases = EdgeCasesMode.NONE)
    void weightsSumToOneAndCountsHaveTheirMeans(
            @ForAll @Size(min = 1, max = 3) List<@IntRange(max = 1000) Integer> parts,
            @ForAll @IntRange(min = 1, max = 64) int trials) {
        Assume.that(sum(parts) > 0);
        double[] masses = masses(parts);
        double[] means = new double[masses.length];
        double[] total = new double[1];
        Multinomial.of(trials, masses).forEach((counts, weight) -> {
            total[0] += weight;
            for (int a = 0; a < means.length; a++) {
                means[a] += weight * counts[a] / trials;
            }
        });
        assertThat(Math.abs(total[0] - 1)).isLessThanOrEqualTo(1e-14);
        for (int a = 0; a < means.length; a++) {
            assertThat(Math.abs(means[a] - masses[a])).isLessThanOrEqualTo(1e-14);
        }
    }

    @Property(tries = 50, seed = "20261", edgeCases = EdgeCasesMode.NONE)
    void allCompositionsAreVisitedOnceInOrder(
            @ForAll @IntRange(min = 1, max = 12) int trials, @ForAll @IntRange(min = 1, max = 4) int parts) {
        double[] masses = new double[parts];
        Arrays.fill(masses, 1.0 / parts);
        List<Term> terms = terms(trials, masses);
        assertThat((double) terms.size()).isEqualTo(Multinomial.compositions(trials, parts));
        for (int i = 0; i < terms.size(); i++) {
            assertThat(terms.get(i).counts().stream().mapToInt(c -> c).sum()).isEqualTo(trials);
            assertThat(i == 0 || Arrays.compare(array(terms.get(i - 1)), array(terms.get(i))) < 0)
                    .isTrue();
        }
    }

    private static int[] array(Term term) {
        return term.counts().stream().mapToInt(c -> c).toArray();
    }

    @Test
    void aMillionTrialsKeepTheirDigits() {
        BinomialDistribution reference = new BinomialDistribution(1_000_000, 0.35);
        double[] worst = new double[2];
        Multinomial.of(1_000_000, 0.35, 0.65).forEach((counts, weight) -> {
            worst[1] += weight;
            if (Math.abs(counts[0] - 350_000) < 3000) {
                double expected = reference.probability(counts[0]);
                worst[0] = Math.max(worst[0], Math.abs(weight - expected) / expected);
            }
        });
        assertThat(worst[0]).isLessThan(1e-11);
        assertThat(worst[1]).isCloseTo(1, org.assertj.core.api.Assertions.within(1e-12));
    }

    @Test
    void massesOfZeroAreNeverDrawn() {
        for (Term term : terms(3, 0, 0.25, 0, 0.75, 0)) {
            boolean possible = term.counts().get(0) == 0
                    && term.counts().get(2) == 0
                    && term.counts().get(4) == 0;
            assertThat(term.weight() > 0).isEqualTo(possible);
        }
        assertThat(terms(2, 1)).containsExactly(new Term(List.of(2), 1));
        assertThat(terms(2, 0, 0, 1).get(0)).isEqualTo(new Term(List.of(0, 0, 2), 1));
    }

    @Test
    void extremeMassesStayFinite() {
        assertThat(terms(5, Double.MIN_VALUE, 1)).allMatch(term -> term.weight() >= 0 && term.weight() <= 1);
        assertThat(terms(5, 1, Double.MIN_VALUE)).allMatch(term -> term.weight() >= 0 && term.weight() <= 1);
    }

    @Test
    void nothingToDrawIsRefused() {
        assertThatThrownBy(() -> Multinomial.of(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Multinomial.of(1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hugeNumbersOfCompositionsAreCountedWithoutOverflow() {
        assertThat(Multinomial.compositions(64, 3)).isEqualTo(2145);
        assertThat(Multinomial.compositions(Integer.MAX_VALUE, 256)).isGreaterThan(1e300);
    }
}
