package org.attentiontheorems.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;

/** The generator against its definition. */
class PhiloxTest {
    private static final RandomField CASES = RandomField.of(1, "philox-test", 0);

    /** Philox 4x64-10 as Salmon, Moraes, Dror and Shaw define it (Parallel random numbers: as easy as 1, 2, 3; 2011). */
    private static long[] block(long[] counter, long key0, long key1) {
        long[] c = counter.clone();
        long k0 = key0;
        long k1 = key1;
        for (int round = 0; round < 10; round++) {
            long high0 = high(0xD2E7470EE14C6C93L, c[0]);
            long low0 = 0xD2E7470EE14C6C93L * c[0];
            long high1 = high(0xCA5A826395121157L, c[2]);
            long low1 = 0xCA5A826395121157L * c[2];
            c = new long[] {high1 ^ c[1] ^ k0, low1, high0 ^ c[3] ^ k1, low0};
            k0 += 0x9E3779B97F4A7C15L;
            k1 += 0xBB67AE8584CAA73BL;
        }
        return c;
    }

    /** The upper half of the unsigned product. */
    private static long high(long a, long b) {
        return Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
    }

    private static long[] generated(long[] counter, long key0, long key1) {
        UniformRandomProvider words =
                new PhiloxWords(key0, key1).startingAt(counter[0], counter[1], counter[2], counter[3]);
        return new long[] {words.nextLong(), words.nextLong(), words.nextLong(), words.nextLong()};
    }

    @Test
    void theReferenceGivesThePublishedAnswers() {
        assertThat(block(new long[] {1, 0, 0, 0}, 42, 7))
                .containsExactly(
                        Long.parseUnsignedLong("11979686004962671011"),
                        Long.parseUnsignedLong("16323179865340250365"),
                        Long.parseUnsignedLong("10214588297808276483"),
                        Long.parseUnsignedLong("17579238321377784916"));
        long[] digitsOfPi = {0x243f6a8885a308d3L, 0x13198a2e03707344L, 0xa4093822299f31d0L, 0x082efa98ec4e6c89L};
        assertThat(block(digitsOfPi, 0x452821e638d01377L, 0xbe5466cf34e90c6cL))
                .containsExactly(0xa528f45403e61d95L, 0x38c72dbd566e9788L, 0xa5a1610e72fd18b5L, 0x57bd43b5e52b7fe6L);
    }

    @Test
    void theGeneratorStartsAtTheVeryCounterItIsAskedFor() {
        assertThat(generated(new long[] {1, 0, 0, 0}, 42, 7)).containsExactly(block(new long[] {1, 0, 0, 0}, 42, 7));
        assertThat(generated(new long[4], 0, 0)).containsExactly(block(new long[4], 0, 0));
        assertThat(generated(new long[] {-1, -1, -1, -1}, -1, -1))
                .containsExactly(block(new long[] {-1, -1, -1, -1}, -1, -1));
    }

    @Test
    void theGeneratorAgreesWithTheReferenceOnRandomCounters() {
        for (int i = 0; i < 5_000; i++) {
            int row = i;
            long[] counter = counter(row);
            long key0 = CASES.word("keys", row, 0);
            long key1 = CASES.word("keys", row, 1);
            assertThat(generated(counter, key0, key1))
                    .as("counter %s", row)
                    .containsExactly(block(counter, key0, key1));
        }
    }

    /** Every borrow of the subtraction of one from 256 bits, and every carry back. */
    @Test
    void theGeneratorAgreesWithTheReferenceOnCountersFullOfZeros() {
        for (int i = 0; i < 5_000; i++) {
            long[] counter = counter(i);
            long zeros = CASES.word("zeros", i, 0);
            for (int part = 0; part < 4; part++) {
                if ((zeros >>> part & 1) == 0) {
                    counter[part] = (zeros >>> (8 + part) & 1) == 0 ? 0 : -1;
                }
            }
            assertThat(generated(counter, 42, i)).as(Arrays.toString(counter)).containsExactly(block(counter, 42, i));
        }
    }

    @Test
    void aWordHasTheAddressThatTheFieldPromises() {
        long key0 = 20261 ^ RandomField.hash("some-theorem");
        RandomField field = RandomField.of(20261, "some-theorem", -48);
        for (int row : new int[] {0, 1, 5, Integer.MAX_VALUE}) {
            for (int column : new int[] {0, 1, 2, 3, 4, 7, 4097}) {
                long[] counter = {((long) row << 32) + column / 4, 9, RandomField.hash("tokens"), 3};
                assertThat(field.replicate(9).size(3).word("tokens", row, column))
                        .isEqualTo(block(counter, key0, -48)[column % 4]);
            }
        }
    }

    @Test
    void namesBecomeKeysByFowlerNollVo() {
        assertThat(RandomField.hash("")).isEqualTo(0xcbf29ce484222325L);
        assertThat(RandomField.hash("a")).isEqualTo(0xaf63dc4c8601ec8cL);
        assertThat(RandomField.hash("foobar")).isEqualTo(0x85944171f73967e8L);
        assertThat(RandomField.hash("é")).as("two bytes").isNotEqualTo(RandomField.hash("e"));
    }

    private static long[] counter(int row) {
        long[] counter = new long[4];
        for (int part = 0; part < 4; part++) {
            counter[part] = CASES.word("counters", row, part);
        }
        return counter;
    }
}
