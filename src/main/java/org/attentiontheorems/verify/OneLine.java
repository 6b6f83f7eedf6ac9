package org.attentiontheorems.verify;

import java.util.Locale;

/** Text from outside made fit for a message of one line. */
public final class OneLine {
    private static final int SHORT = 60;

    private OneLine() {}

    /** The text with everything invisible (line breaks, controls, marks that reorder text) written as {@code \}{@code uXXXX}. */
    public static String of(String text) {
        StringBuilder line = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (isVisible(c)) {
                line.appendCodePoint(c);
            } else {
                for (char half : Character.toChars(c)) {
                    line.append(String.format(Locale.ROOT, "\\u%04x", (int) half));
                }
            }
            i += Character.charCount(c);
        }
        return line.toString();
    }

    /** At most 60 characters of {@link #of}; what is left out shows as three dots. */
    public static String shortened(String text) {
        return shortened(text, SHORT);
    }

    /** At most the given number of characters of {@link #of}; what is left out shows as three dots. */
    public static String shortened(String text, int length) {
        String line = of(text.substring(0, Math.min(text.length(), length + 1)));
        if (line.length() <= length) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(length - 1)) ? length - 1 : length;
        return line.substring(0, end) + "...";
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
