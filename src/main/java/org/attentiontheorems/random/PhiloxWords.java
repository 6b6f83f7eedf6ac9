package org.attentiontheorems.random;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/** Philox 4x64-10 with counter (row 2^32 + column / 4, replicate, tag, size); word column mod 4 is the entry. */
record PhiloxWords(long key0, long key1) implements RandomField.Words {

    @Override
    public void uniforms(RandomField.Address row, int column, double[] out, int from, int n) {
        UniformRandomProvider words = from(row, column);
        for (int k = from; k < from + n; k++) {
            out[k] = uniform(words.nextLong());
        }
    }

    /** {@code ((w >>> 11) + 1/2) 2^-53}; the largest of these rounds to 1, which is no value of a uniform number on (0, 1). */
    static double uniform(long word) {
        return Math.min(((word >>> 11) + 0.5) * 0x1p-53, 1 - 0x1p-53);
    }

    @Override
    public long word(RandomField.Address row, int column) {
        return from(row, column).nextLong();
    }

    private UniformRandomProvider from(RandomField.Address row, int column) {
        UniformRandomProvider words =
                startingAt(((long) row.row() << 32) + column / 4, row.replicate(), row.tag(), row.size());
        for (int skipped = column % 4; skipped > 0; skipped--) {
            words.nextLong();
        }
        return words;
    }

    /** The generator counts up before its first block, so it is seeded with the 256-bit counter minus one. */
    UniformRandomProvider startingAt(long c0, long c1, long c2, long c3) {
        long b1 = c0 == 0 ? c1 - 1 : c1;
        long b2 = c0 == 0 && c1 == 0 ? c2 - 1 : c2;
        long b3 = c0 == 0 && c1 == 0 && c2 == 0 ? c3 - 1 : c3;
        return RandomSource.PHILOX_4X64.create(new long[] {key0, key1, c0 - 1, b1, b2, b3});
    }
}
