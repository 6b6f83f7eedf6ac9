/** Floor 0: flows of ordinary differential equations, over the integrators of Hipparchus. */
@NullMarked
package org.attentiontheorems.flow;

import org.jspecify.annotations.NullMarked;
