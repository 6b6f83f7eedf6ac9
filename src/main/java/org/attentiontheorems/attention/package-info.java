/** Floor 0: softmax and the kernels of attention. */
@NullMarked
package org.attentiontheorems.attention;

import org.jspecify.annotations.NullMarked;
