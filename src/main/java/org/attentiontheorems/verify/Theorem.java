package org.attentiontheorems.verify;

import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.attentiontheorems.random.RandomField;

/**
 * One result: what it says of an instance, how that is measured, and what would be wrong. Statement, assumptions and source stand on its
 * catalogue page.
 *
 * @param <I> the instance: a record that validates itself and throws {@link InvalidInstance}
 */
public interface Theorem<I extends Record> {
    /** The name of page, class, test, evidence and report page: that of the class, in lower case words joined by hyphens. */
    default String id() {
        return getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
    }

    /** The record that instance files are read into. */
    Class<I> instanceType();

    /** Claims about every instance, each with a property in the test; a random {@link Rate} belongs in {@link #families}. The first is a {@link Bound} or {@link Identity}: {@code measured} and {@code bound} of {@code check}. */
    List<Claim<I>> claims();

    /** At least three mistakes that the claims must reject on corners or random draws. */
    List<NegativeControl<I>> controls();

    /**
     * The named numbers of an instance.
     *
     * @throws InvalidInstance if the instance is too large to be computed, or its values overflow
     */
    SortedMap<String, Double> quantities(I instance);

    /**
     * What there is to say of an instance in words, by name: top-level fields of the answer of {@code check}, beside the numbers.
     *
     * @throws InvalidInstance as {@link #quantities}
     */
    default SortedMap<String, String> remarks(I instance) {
        return new TreeMap<>();
    }

    /** Shapes and scalars to draw from. */
    Ranges ranges();

    /** The instance of a draw: a pure function of both arguments. */
    I draw(Draw draw, RandomField random);

    /** Degenerate instances, written by hand, at least one. Claims and controls are tried on them; they are compared with the baseline. */
    List<I> corners();

    /** Declared families with claims of their own: sharpness, necessity, simulations at a realistic size. */
    default List<Family<?>> families() {
        return List.of();
    }

    /**
     * Pictures for the report page, beside those of the claims' series.
     *
     * @param random numbers for drawn instances; the same field in every run with the same seed
     */
    default List<Picture> pictures(RandomField random) {
        return List.of();
    }

    /** Instances with known answers; a theorem of the catalogue has at least one. */
    default List<Example<I>> examples() {
        return List.of();
    }

    /** Random instances a claim is tried on, unless the run asks for more or fewer. */
    default int tries() {
        return 200;
    }

    /** How hard to search for instances that come close to a deterministic bound. */
    default Search search() {
        return Search.STANDARD;
    }
}
