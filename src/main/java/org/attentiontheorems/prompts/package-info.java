/**
 * Floor 2: softmax attention over prompts of independent tokens, compared with its limit for infinitely long prompts (arXiv 2512.11784).
 *
 * <p>{@link org.attentiontheorems.prompts.Law} is what tokens are drawn from, {@link
 * org.attentiontheorems.prompts.InfinitePrompt} the limit, {@link org.attentiontheorems.prompts.FinitePrompt} the exact moments of
 * a prompt of L tokens, computed by {@link org.attentiontheorems.prompts.RatioMoments}, and {@link
 * org.attentiontheorems.prompts.SampledPrompt} a prompt that is really drawn and read.
 */
@NullMarked
package org.attentiontheorems.prompts;

import org.jspecify.annotations.NullMarked;
