package org.attentiontheorems.cli;

import org.attentiontheorems.verify.InvalidInstance;

/** A file that a command cannot go on with; its message is the line that people read. */
final class BadFile extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A complaint.
     *
     * @param file name of the file, as the user gave it
     * @param field path of the field; {@code document} for the JSON document as a whole, {@code file} for the file itself
     * @param reason what is wrong, with the offending value
     */
    BadFile(String file, String field, String reason) {
        super(file + ": " + field + ": " + reason);
    }

    BadFile(String file, InvalidInstance refused) {
        this(file, refused.field(), refused.reason());
    }
}
