package org.attentiontheorems.verify;

import org.attentiontheorems.random.RandomField;

/**
 * What a claim may use besides its instance: the random numbers of the draw. No clock, no pool.
 *
 * @param random field of the draw; claims read its {@link RandomField#replicate} fields
 */
public record Context(RandomField random) {

    /** The context of a draw of a theorem. */
    public static Context of(long masterSeed, String theorem, long key) {
        return new Context(RandomField.of(masterSeed, theorem, key));
    }
}
