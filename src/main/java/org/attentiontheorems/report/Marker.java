package org.attentiontheorems.report;

/** Shape of the points of a layer; the path begins in its centre and returns there. */
enum Marker {
    CIRCLE("m%1$s 0a%1$s %1$s 0 1 0 %2$s 0a%1$s %1$s 0 1 0 %3$s 0z", true),
    SQUARE("m%1$s %1$sh%2$sv%2$sh%3$sz", true),
    DIAMOND("m0 %1$sl%4$s %4$sl%1$s %4$sl%1$s %1$sz", true),
    CROSS("m%1$s %1$sl%2$s %2$sm%3$s 0l%2$s %3$s", false),
    TRIANGLE("m0 %1$sl%4$s %2$sh%3$sz", true),
    PLUS("m%1$s 0h%2$sm%1$s %1$sv%2$s", false);

    /** Half the width of a marker. */
    static final double LARGE = 3.5;
    /** Half the width of a marker among many. */
    static final double SMALL = 1.8;

    private final String form;
    private final boolean filled;

    Marker(String form, boolean filled) {
        this.form = form;
        this.filled = filled;
    }

    /** The marker of a layer. */
    static Marker of(int layer) {
        return values()[layer % values().length];
    }

    boolean filled() {
        return filled;
    }

    /** Relative path of a marker of the given half-width, from its centre. */
    String path(double half) {
        String back = Plot.coordinate(-half);
        String width = Plot.coordinate(2 * half);
        String leftwards = Plot.coordinate(-2 * half);
        return String.format(java.util.Locale.ROOT, form, back, width, leftwards, Plot.coordinate(half));
    }
}
