package org.attentiontheorems.verify;

/** A number that no verdict may rest on (NaN, a value outside its declared range): a bug, never a verdict. */
public final class InvalidComputation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says which number of which claim it is. */
    public InvalidComputation(String message) {
        super(message);
    }
}
