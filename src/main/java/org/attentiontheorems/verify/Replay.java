package org.attentiontheorems.verify;

import java.util.Optional;

/**
 * A counterexample of a claim that needs more than the instance to be repeated: with addressed random numbers, two keys.
 *
 * @param claim id of the claim
 * @param family declared family that the claim belongs to; empty for random draws
 * @param seed master seed, decimal
 * @param key key of the draw, decimal
 * @param instance the instance in full
 */
record Replay<J extends Record>(String claim, Optional<String> family, String seed, String key, J instance) {}
