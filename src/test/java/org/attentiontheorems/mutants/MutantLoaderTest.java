package org.attentiontheorems.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.attentiontheorems.lowtemperature.LaplacePrinciple;
import org.junit.jupiter.api.Test;
import org.pitest.mutationtest.engine.MutationDetails;

/** The search for blind spots has none itself: a changed formula is noticed, the formula as it is gives no alarm. */
class MutantLoaderTest {
    private static final String BOUNDS = "org.attentiontheorems.lowtemperature.LaplaceBounds";
    private static final String THEOREM = LaplacePrinciple.class.getName();

    /** The entropy bound of {@code LaplaceBounds} becomes 0. */
    private static Map<String, byte[]> mutant() {
        Mutants mutants = new Mutants();
        List<MutationDetails> found = mutants.shuffled("org.attentiontheorems.lowtemperature").stream()
                .filter(mutant -> mutant.getClassName().asJavaName().equals(BOUNDS))
                .filter(mutant -> mutant.getMethod().equals("entropy"))
                .filter(mutant -> mutant.getDescription().startsWith("replaced double return with 0.0d"))
                .toList();
        assertThat(found).hasSize(1);
        return Map.of(BOUNDS, mutants.code(found.get(0)));
    }

    @Test
    void aMutantIsNoticedByTheBaselineAndTheFormulaItselfIsNot() {
        Look look = Look.withoutMutant(Look.Kind.BASELINE, THEOREM);
        assertThat(look.known()).isEmpty();
        assertThat(look.classes()).contains(BOUNDS, THEOREM);
        assertThat(look.noticing(new MutantLoader(mutant()))).isNotEmpty();
        assertThat(look.noticing(new MutantLoader(Map.of()))).isEmpty();
    }

    @Test
    void aMutantIsNoticedByTheClaims() {
        Look look = Look.withoutMutant(Look.Kind.CLAIMS, THEOREM);
        assertThat(look.noticing(new MutantLoader(mutant()))).containsExactly("entropy-bound");
        assertThat(look.noticing(new MutantLoader(Map.of()))).isEmpty();
    }

    @Test
    void everyLoaderHasItsOwnStatics() throws ClassNotFoundException {
        Class<?> one = new MutantLoader(Map.of()).loadClass(BOUNDS);
        Class<?> other = new MutantLoader(Map.of()).loadClass(BOUNDS);
        assertThat(one).isNotSameAs(other).isNotSameAs(Class.forName(BOUNDS));
    }
}
