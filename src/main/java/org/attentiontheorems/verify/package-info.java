/**
 * Floor 1: how a claim about a theorem is decided, with error probabilities. Knows no attention.
 *
 * <p>A reader who adds a theorem needs {@link org.attentiontheorems.verify.Theorem}, {@link
 * org.attentiontheorems.verify.Claim} with its kinds, {@link org.attentiontheorems.verify.NegativeControl}, {@link
 * org.attentiontheorems.verify.Family}, {@link org.attentiontheorems.verify.Ranges} and {@link
 * org.attentiontheorems.verify.Check}; the rest is how decisions are taken and recorded.
 */
@NullMarked
package org.attentiontheorems.verify;

import org.jspecify.annotations.NullMarked;
