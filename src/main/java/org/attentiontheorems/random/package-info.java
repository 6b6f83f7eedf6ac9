/** Floor 0: random numbers by address, identical on every JDK and for any number of threads. */
@NullMarked
package org.attentiontheorems.random;

import org.jspecify.annotations.NullMarked;
