package org.attentiontheorems.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Verifier.Step;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What each step of an examination says and leaves in the evidence, on a theorem about biased coins. */
class VerifierStepsTest {
    private static final RunSettings SETTINGS = RunSettings.standard("test");

    record Coin(double chance) {}

    /** {@code p <= 1} and {@code P(heads) <= p + 0.2}, until a factor makes them false. */
    record Coins(double factor) implements Theorem<Coin> {
        private static final Experiment<Coin> TOSS =
                (coin, random) -> Approx.direct(random.uniform("toss", 0, 0) < coin.chance() ? 1 : 0);

        private Claim<Coin> atMostOne(double scale) {
            return Claim.<Coin>bound("at-most-one", coin -> scale * coin.chance())
                    .atMost(coin -> 1);
        }

        private Claim<Coin> heads(String id, double scale) {
            return Claim.<Coin>mean(id, TOSS)
                    .atMost(coin -> (coin.chance() + 0.2) / scale)
                    .in(coin -> Range.between(0, 1));
        }

        @Override
        public String id() {
            return "coins";
        }

        @Override
        public Class<Coin> instanceType() {
            return Coin.class;
        }

        @Override
        public List<Claim<Coin>> claims() {
            return List.of(atMostOne(factor), heads("heads", factor));
        }

        @Override
        public List<NegativeControl<Coin>> controls() {
            return List.of(new NegativeControl<>("four-times", "forgets a quarter", heads("heads", 4)));
        }

        @Override
        public SortedMap<String, Double> quantities(Coin coin) {
            return new TreeMap<>(Map.of("chance", coin.chance()));
        }

        @Override
        public Ranges ranges() {
            return Ranges.none().scale("chance", 0.25, 0.75);
        }

        @Override
        public Coin draw(Draw draw, RandomField random) {
            return new Coin(draw.scale("chance") + 0.2 * random.uniform("chance", 0, 0));
        }

        @Override
        public List<Coin> corners() {
            return List.of(new Coin(0.5), new Coin(1));
        }

        @Override
        public List<Family<?>> families() {
            return List.of(Family.drawn(
                            "drawn",
                            "two drawn coins",
                            random -> List.of(
                                    new Coin(random.uniform("chance", 0, 0)), new Coin(random.uniform("chance", 1, 0))))
                    .claims(heads("heads-of-drawn", factor))
                    .controls(new NegativeControl<>("four-times", "forgets a quarter", heads("heads-of-drawn", 4))));
        }

        @Override
        public List<Picture> pictures(RandomField random) {
            double[] x = {1, 2};
            return List.of(Picture.of("tosses", "Tosses", Picture.Axis.linear("x"), Picture.Axis.linear("y"))
                    .line("drawn", x, random.uniforms("y", 0, 2)));
        }

        @Override
        public List<Example<Coin>> examples() {
            return List.of(new Example<>("half", new Coin(0.5), new TreeMap<>(Map.of("chance", 0.5 * factor))));
        }

        @Override
        public int tries() {
            return 5;
        }

        @Override
        public Search search() {
            return new Search(10, 2, 5);
        }
    }

    private static Map<String, String> messages(Verifier<?> verifier) {
        Map<String, String> messages = new TreeMap<>();
        for (Step step : verifier.steps()) {
            step.run().get().ifPresent(message -> messages.put(step.name(), message));
        }
        return messages;
    }

    @Test
    void aSoundTheoremHasNothingToSayInAnyStep() {
        assertThat(messages(new Verifier<>(new Coins(1), SETTINGS))).isEmpty();
    }

    @Test
    void everyStepThatFailsSaysWhatIsWrong() {
        Map<String, String> messages = messages(new Verifier<>(new Coins(4), SETTINGS));
        assertThat(messages)
                .containsOnlyKeys(
                        "control four-times",
                        "corner 0",
                        "corner 1",
                        "example half",
                        "family drawn, control four-times",
                        "family drawn, heads-of-drawn",
                        "search at-most-one");
        assertThat(messages.get("corner 1"))
                .contains("coins: at-most-one is violated: measured 4, bound 1, error", "coins: heads is violated")
                .contains("replay: check coins reports/counterexamples/coins-at-most-one.json");
        assertThat(messages.get("search at-most-one")).startsWith("coins: at-most-one is violated");
        assertThat(messages.get("example half")).isEqualTo("half: expected {chance=2.0}, found {chance=0.5}");
        assertThat(messages.get("family drawn, heads-of-drawn")).startsWith("coins: heads-of-drawn is violated");
        assertThat(messages.get("control four-times"))
                .isEqualTo("control four-times survives (forgets a quarter):"
                        + " the genuine claim is violated on the same instance");
    }

    @Test
    void theEvidenceNamesEveryStepThatFailed() {
        Verifier<Coin> verifier = new Verifier<>(new Coins(4), SETTINGS);
        verifier.runAll(() -> {});
        assertThat(verifier.missing()).isEmpty();
        assertThat(verifier.evidence("unknown").verdictReason())
                .contains("corner 0: ", "corner 1: ", "example half: ", "family drawn, heads-of-drawn: ")
                .contains("control four-times: ", "search at-most-one: ", "heads is violated");
        assertThat(verifier.files()).hasSize(3 + 5 + 3);
    }

    @Test
    void aRunTellsOfEveryPartThatItHasDone() {
        Verifier<Coin> verifier = new Verifier<>(new Coins(1), SETTINGS);
        List<String> parts = new ArrayList<>();
        verifier.runAll(() -> parts.add("part"));
        assertThat(parts).hasSize(verifier.parts()).hasSize(2 + 2 + 1 + 1 + 1 + 2 + 2);
        assertThat(verifier.evidence("unknown").timing().seconds()).isPositive().isLessThan(60);
        assertThat(verifier.evidence("unknown").timing().perTryMillis().max())
                .isPositive()
                .isLessThan(60_000);
    }

    @Test
    void aClaimThatIsWeakenedStillHoldsButMovesAGoldenNumber() {
        Verifier<Coin> weak = new Verifier<>(new Coins(0.5), SETTINGS);
        weak.runAll(() -> {});
        assertThat(weak.evidence("unknown").verdictReason()).doesNotContain("violated");
        SortedMap<String, Double> before = new Verifier<>(new Coins(1), SETTINGS).golden();
        SortedMap<String, Double> after = weak.golden();
        assertThat(before.keySet().stream().filter(name -> !before.get(name).equals(after.get(name))))
                .contains("half.heads.bound", "drawn.heads-of-drawn.bound", "corner0.at-most-one.measured")
                .doesNotContain("draw0.at-most-one.bound", "corner0.chance");
        assertThat(before.keySet())
                .as("claims that simulate take part once")
                .filteredOn(name -> name.endsWith(".heads.bound"))
                .containsExactly("half.heads.bound");
    }

    @Test
    void theNumbersOfARunStandWhereTheyStood() throws IOException {
        Verifier<Coin> verifier = new Verifier<>(new Coins(1), SETTINGS);
        verifier.runAll(() -> {});
        ObjectNode tree =
                (ObjectNode) Json.mapper().readTree(Json.mapper().writeValueAsString(verifier.evidence("unknown")));
        tree.remove(List.of("environment", "timing"));
        String found = Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n";
        try (InputStream known = VerifierStepsTest.class.getResourceAsStream("coins-evidence.json")) {
            assertThat(found.replace("\r\n", "\n"))
                    .as("evidence of a fixed seed; if addresses of random numbers moved on purpose, take it over")
                    .isEqualTo(new String(known.readAllBytes(), UTF_8));
        }
    }
}
