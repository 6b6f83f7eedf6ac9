package org.attentiontheorems.verify;

/**
 * A false claim or a broken implementation that the same check must reject.
 *
 * @param id name of the control, unique in its theorem
 * @param whatIsWrong the mistake in one plain sentence
 * @param claim the claim with one part exchanged; it keeps the id of the genuine claim, which must not be violated on the rejecting
 *     instance
 */
public record NegativeControl<I extends Record>(String id, String whatIsWrong, Claim<I> claim) {}
