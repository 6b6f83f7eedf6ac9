package org.attentiontheorems.verify;

/** A number that no verdict may rest on (NaN, a value outside its declared range): a bug, never a verdict. */
public final class InvalidComputation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidComputation(String message) {
        super(message);
    }
}
