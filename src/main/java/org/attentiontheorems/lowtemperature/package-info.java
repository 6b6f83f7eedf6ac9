/**
 * Floor 2: tokens on the unit sphere at low temperature: where attention looks, and where depth carries the tokens (arXiv 2605.10931).
 *
 * <p>{@link org.attentiontheorems.lowtemperature.ScoreMatrix} is {@code D = K' Q}, {@link
 * org.attentiontheorems.lowtemperature.GibbsAttention} the attention mean at a finite temperature, {@link
 * org.attentiontheorems.lowtemperature.UniformGap} what it is for uniform tokens, {@link
 * org.attentiontheorems.lowtemperature.ProjectionMap} where tokens end at temperature zero. {@link
 * org.attentiontheorems.lowtemperature.TokenFlow} moves tokens on a sphere of any dimension, {@link
 * org.attentiontheorems.lowtemperature.CircleRun} many of them on the circle.
 */
@NullMarked
package org.attentiontheorems.lowtemperature;

import org.jspecify.annotations.NullMarked;
