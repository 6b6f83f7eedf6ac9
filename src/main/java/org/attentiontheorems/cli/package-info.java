/** Floor 4: the command line. */
@NullMarked
package org.attentiontheorems.cli;

import org.jspecify.annotations.NullMarked;
