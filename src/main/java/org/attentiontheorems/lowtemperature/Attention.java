package org.attentiontheorems.lowtemperature;

/** What a token of a law reads from the others. */
interface Attention {
    /** The mean that token i reads, d entries. */
    double[] mean(int i, TokenLaw law);
}
