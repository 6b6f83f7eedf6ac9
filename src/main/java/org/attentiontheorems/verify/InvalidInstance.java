package org.attentiontheorems.verify;

/** An instance that a theorem cannot be asked about; names the field and says in one sentence what is wrong. */
public final class InvalidInstance extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final String reason;

    /** Refuses a field for a reason that ends the sentence "field: …". */
    public InvalidInstance(String field, String reason) {
        super(field + ": " + reason);
        this.field = field;
        this.reason = reason;
    }

    /** Path of the field inside the record that refused it, such as {@code atoms[2].q}. */
    public String field() {
        return field;
    }

    /** What is wrong, with the offending value. */
    public String reason() {
        return reason;
    }
}
