package org.attentiontheorems.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.attentiontheorems.report.Baseline.Drift;
import org.attentiontheorems.verify.Json;

/** What continuous integration prints when numbers have drifted: one line a number, then the command that accepts them. */
public final class DriftTable {
    private static final String[] HEAD = {"theorem", "quantity", "old", "new", "ulps", "relative", "rule"};

    private DriftTable() {}

    /** The table with the commands below; empty without drift. */
    public static String of(List<Drift> drift) {
        if (drift.isEmpty()) {
            return "";
        }
        List<String[]> rows = new ArrayList<>();
        rows.add(HEAD);
        TreeSet<String> theorems = new TreeSet<>();
        for (Drift one : drift) {
            rows.add(row(one));
            theorems.add(one.theorem());
        }
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.length; column++) {
                line.append(row[column]).append(" ".repeat(width(rows, column) - row[column].length() + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text + "update deliberately: baseline --accept " + String.join(" ", theorems) + "\n";
    }

    private static String[] row(Drift one) {
        return new String[] {
            one.theorem(),
            one.quantity(),
            number(one.accepted(), "not there"),
            number(one.found(), "gone"),
            one.ulps().map(ulps -> Long.toString(ulps)).orElse(""),
            one.relative().map(x -> String.format(Locale.ROOT, "%.2g", x)).orElse(""),
            one.rule()
        };
    }

    private static String number(Optional<Double> value, String missing) {
        return value.map(Json::number).orElse(missing);
    }

    private static int width(List<String[]> rows, int column) {
        return rows.stream().mapToInt(row -> row[column].length()).max().orElse(0);
    }
}
