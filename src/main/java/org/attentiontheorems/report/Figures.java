package org.attentiontheorems.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.attentiontheorems.verify.TheoremEvidence.DrawNumbers;

/** Numbers as people read them, the same on every JDK and in every locale: {@code 0.0123}, {@code 8.2×10⁻⁸}, {@code ∞}. */
final class Figures {
    static final String NONE = "–";
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    private static final char MINUS = '−';
    private static final int LEAST_PLAIN_EXPONENT = -3;
    private static final int LARGEST_PLAIN_EXPONENT = 4;

    private Figures() {}

    /** Three significant digits. */
    static String of(double x) {
        return of(x, 3);
    }

    /** The given number of significant digits, without trailing zeros. Evidence writes the largest double for infinity. */
    static String of(double x, int digits) {
        return of(x, digits, RoundingMode.HALF_EVEN);
    }

    /** Shape and scalars of a draw, {@code tokens 3, spread 0.52}; empty where there is none. */
    static String draw(Optional<DrawNumbers> draw) {
        List<String> parts = new ArrayList<>();
        draw.ifPresent(numbers -> {
            numbers.dims().forEach((name, value) -> parts.add(name + " " + value));
            numbers.scales().forEach((name, value) -> parts.add(name + " " + of(value, 5)));
        });
        return String.join(", ", parts);
    }

    /** Two significant digits, rounded up: for upper limits. */
    static String atMost(double x) {
        return of(x, 2, RoundingMode.CEILING);
    }

    /** Two significant digits, rounded down: for lower limits. */
    static String atLeast(double x) {
        return of(x, 2, RoundingMode.FLOOR);
    }

    private static String of(double x, int digits, RoundingMode rounding) {
        if (Double.isNaN(x)) {
            return NONE;
        }
        if (Math.abs(x) >= Double.MAX_VALUE) {
            return x > 0 ? "∞" : MINUS + "∞";
        }
        if (x == 0) {
            return "0";
        }
        BigDecimal rounded =
                new BigDecimal(x).round(new MathContext(digits, rounding)).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= LEAST_PLAIN_EXPONENT && exponent <= LARGEST_PLAIN_EXPONENT) {
            return typeset(rounded.toPlainString());
        }
        String mantissa = typeset(rounded.scaleByPowerOfTen(-exponent).toPlainString());
        String factor = mantissa.equals("1") ? "" : mantissa + "×";
        return factor + powerOfTen(exponent);
    }

    /** A fixed number of decimals. */
    static String fixed(double x, int decimals) {
        return Double.isFinite(x)
                ? typeset(new BigDecimal(x)
                        .setScale(decimals, RoundingMode.HALF_EVEN)
                        .toPlainString())
                : of(x);
    }

    /** Digits in groups of three. */
    static String count(long n) {
        StringBuilder digits = new StringBuilder(Long.toString(n));
        for (int i = digits.length() - 3; n >= 10_000 && i > 0; i -= 3) {
            digits.insert(i, '\u202f');
        }
        return digits.toString();
    }

    /** {@code 10⁻⁸}. */
    static String powerOfTen(int exponent) {
        StringBuilder power = new StringBuilder("10");
        for (char c : Integer.toString(exponent).toCharArray()) {
            power.append(c == '-' ? '⁻' : SUPERSCRIPTS.charAt(c - '0'));
        }
        return power.toString();
    }

    private static String typeset(String plain) {
        return plain.replace('-', MINUS);
    }
}
