package org.attentiontheorems.pages;

/** A catalogue page that cannot be used; says in one sentence which page and what is wrong with it. */
public final class InvalidPage extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    InvalidPage(String page, String whatIsWrong) {
        super(page + ": " + whatIsWrong);
    }
}
