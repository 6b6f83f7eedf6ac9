package org.attentiontheorems.verify;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.attentiontheorems.random.RandomField;

/**
 * Asks a theorem about an instance file: a plain instance, or a counterexample wrapped as a {@link Replay}, which is repeated with the
 * recorded seed and key.
 */
public final class InstanceReader {
    private static final String INSTANCE = "instance";
    private static final SortedSet<String> WRAPPER = new TreeSet<>(List.of("claim", "family", INSTANCE, "key", "seed"));

    private InstanceReader() {}

    /**
     * Reads the bytes of a file strictly and examines the instance.
     *
     * @throws InvalidInstance if there is anything wrong with the bytes or the instance; names the field
     * @throws InvalidComputation if a number came out that no verdict may rest on
     */
    public static <I extends Record> InstanceVerdict examine(Theorem<I> theorem, byte[] bytes) {
        JsonDocument document = new JsonDocument(bytes);
        return isWrapped(theorem, document)
                ? replayed(theorem, document)
                : InstanceVerdict.of(theorem, document.as(theorem.instanceType()));
    }

    private static boolean isWrapped(Theorem<?> theorem, JsonDocument document) {
        boolean isOwnField = Stream.of(theorem.instanceType().getRecordComponents())
                .anyMatch(component -> component.getName().equals(INSTANCE));
        return !isOwnField && document.fields().contains(INSTANCE);
    }

    private static <I extends Record> InstanceVerdict replayed(Theorem<I> theorem, JsonDocument document) {
        for (String field : document.fields()) {
            String path = JsonPath.DOCUMENT.field(field).toString();
            Check.that(WRAPPER.contains(field), path, "is unknown; a counterexample has the fields %s", WRAPPER);
        }
        Optional<String> family = family(document);
        if (family.isPresent()) {
            return replayed(theorem, familyOf(theorem, family.get()), document);
        }
        Claim<I> claim = claimOf(theorem.claims(), document);
        I instance = instanceFor(claim, theorem.instanceType(), document);
        long seed = number(document, "seed");
        long key = number(document, "key");
        return inside(() -> InstanceVerdict.replayed(theorem, claim, instance, seed, key));
    }

    private static <J extends Record> InstanceVerdict replayed(
            Theorem<?> theorem, Family<J> family, JsonDocument document) {
        Claim<J> claim = claimOf(family.claims(), document);
        long seed = number(document, "seed");
        long key = number(document, "key");
        J instance = instanceFor(claim, typeOf(theorem, family, seed), document);
        return inside(() -> InstanceVerdict.replayed(theorem, family, claim, instance, seed, key));
    }

    private static <J extends Record> J instanceFor(Claim<J> claim, Class<J> type, JsonDocument document) {
        J instance = document.field(INSTANCE, type);
        Check.that(claim.appliesTo(instance), INSTANCE, "is one that the claim %s does not speak of", claim.id());
        return instance;
    }

    /** The type of a family's instances, which only the instances themselves know. */
    @SuppressWarnings("unchecked")
    private static <J extends Record> Class<J> typeOf(Theorem<?> theorem, Family<J> family, long seed) {
        RandomField random = RandomField.of(seed, theorem.id(), RandomField.hash("family " + family.id()));
        return (Class<J>) family.instances().apply(random).get(0).getClass();
    }

    private static Optional<String> family(JsonDocument document) {
        return document.fields().contains("family") && !document.isNull("family")
                ? Optional.of(document.field("family", String.class))
                : Optional.empty();
    }

    private static Family<?> familyOf(Theorem<?> theorem, String id) {
        return theorem.families().stream()
                .filter(family -> family.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () -> unknown("family", id, theorem.families().stream().map(Family::id)));
    }

    private static <J extends Record> Claim<J> claimOf(List<Claim<J>> claims, JsonDocument document) {
        String id = document.field("claim", String.class);
        return claims.stream()
                .filter(claim -> claim.id().equals(id))
                .findFirst()
                .orElseThrow(() -> unknown("claim", id, claims.stream().map(Claim::id)));
    }

    private static InvalidInstance unknown(String field, String id, Stream<String> known) {
        String names = known.collect(Collectors.joining(", "));
        return new InvalidInstance(field, "must be one of " + names + ", is \"" + OneLine.shortened(id) + '"');
    }

    private static long number(JsonDocument document, String field) {
        String text = document.field(field, String.class);
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new InvalidInstance(
                    field, "must be a whole number of 64 bits as a string, is \"" + OneLine.shortened(text) + '"');
        }
    }

    /** Fields that an evaluation complains about stand inside the wrapped instance. */
    private static InstanceVerdict inside(Supplier<InstanceVerdict> evaluation) {
        try {
            return evaluation.get();
        } catch (InvalidInstance e) {
            throw new InvalidInstance(JsonPath.DOCUMENT.field(INSTANCE).to(e.field()), e.reason());
        }
    }
}
