package org.attentiontheorems.verify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a theorem says of one explicit instance (verification.md, section 8): the answer of {@code check}, in all its forms.
 *
 * @param theorem id of the theorem
 * @param instance the instance that was judged
 * @param verdict VIOLATED if one of the claims is, else INCONCLUSIVE if one is, else HOLDS
 * @param quantities the named numbers of the instance; empty when a claim of a declared family is replayed
 * @param remarks what there is to say of the instance in words, by name; empty when a claim of a declared family is replayed
 * @param claims what the claims that speak of the instance found, in the theorem's order, at least one
 * @param replayed where a replayed counterexample came from; empty for a plain instance
 */
public record InstanceVerdict(
        String theorem,
        Record instance,
        Verdict verdict,
        SortedMap<String, Double> quantities,
        SortedMap<String, String> remarks,
        List<ClaimAnswer> claims,
        Optional<Replayed> replayed) {
    public InstanceVerdict {
        quantities = Collections.unmodifiableSortedMap(new TreeMap<>(quantities));
        remarks = Collections.unmodifiableSortedMap(new TreeMap<>(remarks));
        claims = List.copyOf(claims);
    }

    /**
     * What one claim found.
     *
     * @param kind the word for the kind of claim, such as {@code bound}
     */
    public record ClaimAnswer(String kind, Evidence evidence) {
        /** measured / bound, 0 if both are 0; empty where that is not a finite number. */
        public OptionalDouble tightness() {
            if (evidence.measured() == 0 && evidence.bound() == 0) {
                return OptionalDouble.of(0);
            }
            double ratio = evidence.measured() / evidence.bound();
            boolean bounded = Double.isFinite(evidence.bound()) && Double.isFinite(ratio);
            return bounded ? OptionalDouble.of(ratio) : OptionalDouble.empty();
        }
    }

    /**
     * The random numbers of a replayed counterexample.
     *
     * @param family declared family of the claim; empty for random draws
     */
    public record Replayed(Optional<String> family, long seed, long key) {}

    /**
     * Evaluates the deterministic claims that speak of an instance. Uses no random numbers.
     *
     * @throws InvalidInstance if the instance is too large to be computed, or no claim speaks of it
     * @throws InvalidComputation if a number came out that no verdict may rest on
     */
    public static <I extends Record> InstanceVerdict of(Theorem<I> theorem, I instance) {
        Context context = Context.of(RunSettings.DEFAULT_SEED, theorem.id(), 0);
        SortedMap<String, Double> quantities = quantities(theorem, instance);
        List<ClaimAnswer> answers = new ArrayList<>();
        for (Claim<I> claim : theorem.claims()) {
            if (claim.isDeterministic() && claim.appliesTo(instance)) {
                answers.add(new ClaimAnswer(claim.kind(), claim.check(instance, context)));
            }
        }
        Check.that(!answers.isEmpty(), "document", "is an instance that no claim of %s speaks of", theorem.id());
        return new InstanceVerdict(
                theorem.id(),
                instance,
                overall(answers),
                quantities,
                theorem.remarks(instance),
                answers,
                Optional.empty());
    }

    /** Repeats one claim of a theorem with the random numbers of a draw: the same verdict, and the same bits of {@code measured}. */
    static <I extends Record> InstanceVerdict replayed(
            Theorem<I> theorem, Claim<I> claim, I instance, long seed, long key) {
        SortedMap<String, Double> quantities = quantities(theorem, instance);
        Replayed from = new Replayed(Optional.empty(), seed, key);
        return again(theorem.id(), claim, instance, quantities, theorem.remarks(instance), from);
    }

    /** Repeats one claim of a declared family. Quantities are of the theorem's own instances, so there are none. */
    static <J extends Record> InstanceVerdict replayed(
            Theorem<?> theorem, Family<J> family, Claim<J> claim, J instance, long seed, long key) {
        Replayed from = new Replayed(Optional.of(family.id()), seed, key);
        return again(theorem.id(), claim, instance, new TreeMap<>(), new TreeMap<>(), from);
    }

    private static <J extends Record> InstanceVerdict again(
            String theorem,
            Claim<J> claim,
            J instance,
            SortedMap<String, Double> quantities,
            SortedMap<String, String> remarks,
            Replayed from) {
        Evidence found = claim.check(instance, Context.of(from.seed(), theorem, from.key()));
        return new InstanceVerdict(
                theorem,
                instance,
                found.verdict(),
                quantities,
                remarks,
                List.of(new ClaimAnswer(claim.kind(), found)),
                Optional.of(from));
    }

    private static <I extends Record> SortedMap<String, Double> quantities(Theorem<I> theorem, I instance) {
        SortedMap<String, Double> quantities = theorem.quantities(instance);
        for (Map.Entry<String, Double> quantity : quantities.entrySet()) {
            double value = quantity.getValue();
            if (Double.isNaN(value) || value == Double.NEGATIVE_INFINITY) {
                throw new InvalidComputation(quantity.getKey() + " is " + value);
            }
        }
        return quantities;
    }

    private static Verdict overall(List<ClaimAnswer> answers) {
        for (Verdict verdict : List.of(Verdict.VIOLATED, Verdict.INCONCLUSIVE)) {
            if (answers.stream().anyMatch(answer -> answer.evidence().verdict() == verdict)) {
                return verdict;
            }
        }
        return Verdict.HOLDS;
    }

    /** The first claim: {@code measured} and {@code bound} of the answer. */
    public ClaimAnswer first() {
        return claims.get(0);
    }
}
