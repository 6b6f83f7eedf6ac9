package org.attentiontheorems.random;

import java.nio.charset.StandardCharsets;

/**
 * Random numbers by address: entry (i, j) of the array called {@code tag} is a pure function of the key and that
 * address, so it depends neither on the array's size nor on what was read before.
 *
 * <p>A field belongs to one draw of one theorem. {@link #replicate} and {@link #size} give the independent fields of the
 * replicates and of the sizes of a rate experiment; replicate 0 is the instance itself. Fields are immutable and may be
 * shared between threads. Source: verification.md, section 4 (Philox 4x64-10 behind every address).
 */
public final class RandomField {
    private final Words words;
    private final long replicate;
    private final int size;

    private RandomField(Words words, long replicate, int size) {
        this.words = words;
        this.replicate = replicate;
        this.size = size;
    }

    /**
     * The field of one draw.
     *
     * @param masterSeed the seed of the whole run
     * @param theorem id of the theorem
     * @param drawKey key of the draw
     */
    public static RandomField of(long masterSeed, String theorem, long drawKey) {
        return new RandomField(new PhiloxWords(masterSeed ^ hash(theorem), drawKey), 0, 0);
    }

    /** The field of one replicate, counted from 1 so that noise never repeats an array of the instance. */
    public RandomField replicate(long number) {
        if (number < 1) {
            throw new IllegalArgumentException("replicates count from 1, not from " + number);
        }
        return new RandomField(words, number, size);
    }

    /** The field of the size with the given index (at least 0) in the grid of a rate experiment. */
    public RandomField size(int index) {
        if (index < 0) {
            throw new IllegalArgumentException("a size index must be at least 0, is " + index);
        }
        return new RandomField(words, replicate, index);
    }

    /**
     * This field with every uniform number u moved to u + sigma z, reflected into (0, 1), where z is an independent
     * standard normal of the same address: the step of an evolution strategy on everything that was drawn.
     *
     * @param sigma standard deviation of the move, positive
     * @param step key of the step: equal steps move alike
     */
    public RandomField shaken(double sigma, long step) {
        return new RandomField(new ShakenWords(words, sigma, step), replicate, size);
    }

    /** Entry (row, column) of the array: uniform on (0, 1), never an end point. */
    public double uniform(String tag, int row, int column) {
        double[] out = new double[1];
        words.uniforms(address(tag, row), column, out, 0, 1);
        return out[0];
    }

    /** The first {@code n} entries of a row, uniform on (0, 1). */
    public double[] uniforms(String tag, int row, int n) {
        double[] out = new double[n];
        words.uniforms(address(tag, row), 0, out, 0, n);
        return out;
    }

    /** The first {@code n} entries of a row, standard normal. */
    public double[] gaussians(String tag, int row, int n) {
        double[] out = new double[n];
        fillGaussians(tag, row, out, 0, n);
        return out;
    }

    /** The array of shape rows x columns with standard normal entries. */
    public double[][] gaussianMatrix(String tag, int rows, int columns) {
        double[][] out = new double[rows][];
        for (int i = 0; i < rows; i++) {
            out[i] = gaussians(tag, i, columns);
        }
        return out;
    }

    /** Writes the first {@code n} standard normal entries of a row to {@code out[from .. from + n - 1]}. */
    public void fillGaussians(String tag, int row, double[] out, int from, int n) {
        words.uniforms(address(tag, row), 0, out, from, n);
        for (int k = from; k < from + n; k++) {
            out[k] = Gaussian.quantile(out[k]);
        }
    }

    /** The 64-bit word behind entry (row, column). */
    public long word(String tag, int row, int column) {
        return words.word(address(tag, row), column);
    }

    /** FNV-1a, 64 bits, of the UTF-8 bytes: how names of theorems, claims and arrays become keys. */
    public static long hash(String name) {
        long h = 0xcbf29ce484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            h = (h ^ (b & 0xff)) * 0x100000001b3L;
        }
        return h;
    }

    private Address address(String tag, int row) {
        if (row < 0) {
            throw new IllegalArgumentException("a row index must be at least 0, is " + row);
        }
        return new Address(hash(tag), row, replicate, size);
    }

    /** One row of one named array. */
    record Address(long tag, int row, long replicate, int size) {}

    /** A source of numbers by address. */
    interface Words {
        void uniforms(Address row, int column, double[] out, int from, int n);

        long word(Address row, int column);
    }
}
