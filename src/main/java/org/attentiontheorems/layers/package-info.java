/**
 * Floor 2: residual layers of causal attention and a tanh MLP as a controlled flow, {@code h' = f(h, θ(t))} (arXiv 2606.23235).
 *
 * <p>The model: {@link org.attentiontheorems.layers.Layer} and {@link org.attentiontheorems.layers.Atom} are what an instance file says,
 * {@link org.attentiontheorems.layers.Control} the parameters along depth, {@link org.attentiontheorems.layers.LayerField} one layer with
 * its derivatives in both directions, {@link org.attentiontheorems.layers.Network} the layers one after another, {@link
 * org.attentiontheorems.layers.LayerFlow} the flow that they approximate, {@link org.attentiontheorems.layers.Tube} a proven bound of the
 * distance of the two, {@link org.attentiontheorems.layers.Backpropagation} the gradient of the network, {@link
 * org.attentiontheorems.layers.LayerModel} all of this for a population with a read-out.
 */
@NullMarked
package org.attentiontheorems.layers;

import org.jspecify.annotations.NullMarked;
