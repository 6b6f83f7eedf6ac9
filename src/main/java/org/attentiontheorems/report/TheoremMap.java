package org.attentiontheorems.report;

import freemarker.core.HTMLOutputFormat;
import freemarker.core.TemplateHTMLOutputModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.attentiontheorems.pages.Page;

/**
 * Which result leans on which: a column a group, a box a theorem, an arrow from each theorem to what it builds on. Boxes are links. Within
 * a column arrows run along its left side, between columns from side to side.
 */
final class TheoremMap {
    private static final int WIDTH = 178;
    private static final int HEIGHT = 38;
    private static final int ACROSS = 218;
    private static final int DOWN = 54;
    private static final int LEFT = 42;
    private static final int TOP = 34;
    private static final int LINE = 23;

    private final Map<String, Place> places = new LinkedHashMap<>();
    private final StringBuilder boxes = new StringBuilder();
    private final StringBuilder arrows = new StringBuilder();
    private int rows;
    private int columns;

    private record Place(int column, int row) {
        int x() {
            return LEFT + column * ACROSS;
        }

        int y() {
            return TOP + row * DOWN;
        }

        int middle() {
            return y() + HEIGHT / 2;
        }
    }

    private TheoremMap() {}

    /** The map of all subjects with a page; empty markup if there are none. */
    static TemplateHTMLOutputModel of(List<Subject> subjects) {
        TheoremMap map = new TheoremMap();
        Map<String, List<Subject>> groups = new LinkedHashMap<>();
        for (Subject subject : subjects) {
            subject.page()
                    .ifPresent(page -> groups.computeIfAbsent(page.group(), g -> new ArrayList<>())
                            .add(subject));
        }
        groups.forEach(map::column);
        for (Subject subject : subjects) {
            subject.page().ifPresent(map::arrows);
        }
        return Markdown.markup(groups.isEmpty() ? "" : map.svg());
    }

    private void column(String group, List<Subject> subjects) {
        boxes.append("<text class=\"group\" x=\"")
                .append(LEFT + columns * ACROSS)
                .append("\" y=\"18\">")
                .append(escaped(Heading.words(group)))
                .append("</text>\n");
        for (int row = 0; row < subjects.size(); row++) {
            Place place = new Place(columns, row);
            places.put(subjects.get(row).id(), place);
            box(subjects.get(row), place);
        }
        rows = Math.max(rows, subjects.size());
        columns++;
    }

    private void box(Subject subject, Place place) {
        boxes.append("<a href=\"")
                .append(escaped(subject.id()))
                .append(".html\" class=\"")
                .append(subject.badge().style())
                .append("\"><title>")
                .append(escaped(subject.title().replace("$", "") + ": "
                        + subject.badge().word()))
                .append("</title><rect x=\"")
                .append(place.x())
                .append("\" y=\"")
                .append(place.y())
                .append("\" width=\"" + WIDTH + "\" height=\"" + HEIGHT + "\" rx=\"6\"/>");
        List<String> lines = lines(subject.id());
        for (int k = 0; k < lines.size(); k++) {
            int y = place.middle() + 4 + 14 * k - 7 * (lines.size() - 1);
            boxes.append("<text x=\"")
                    .append(place.x() + 10)
                    .append("\" y=\"")
                    .append(y)
                    .append("\">")
                    .append(escaped(lines.get(k)))
                    .append("</text>");
        }
        boxes.append("</a>\n");
    }

    /** A name in one line, or two if it is long. */
    private static List<String> lines(String id) {
        String words = id.replace('-', ' ');
        if (words.length() <= LINE) {
            return List.of(words);
        }
        int cut = words.lastIndexOf(' ', LINE);
        return cut < 0 ? List.of(words) : List.of(words.substring(0, cut), words.substring(cut + 1));
    }

    private void arrows(Page page) {
        Place from = places.getOrDefault(page.id(), new Place(0, 0));
        for (String id : page.depends()) {
            Place to = places.get(id);
            if (to != null) {
                arrow(from, to);
            }
        }
    }

    private void arrow(Place from, Place to) {
        arrows.append("<path d=\"");
        if (from.column() == to.column()) {
            int out = from.x() - Math.min(10 + 5 * Math.abs(from.row() - to.row()), LEFT - 6);
            arrows.append("M" + from.x() + " " + (from.middle() - 5) + "C" + out + " " + (from.middle() - 5) + " " + out
                    + " " + (to.middle() + 5) + " " + to.x() + " " + (to.middle() + 5));
        } else {
            boolean rightwards = from.column() < to.column();
            int start = from.x() + (rightwards ? WIDTH : 0);
            int end = to.x() + (rightwards ? 0 : WIDTH);
            int half = (start + end) / 2;
            arrows.append("M" + start + " " + from.middle() + "C" + half + " " + from.middle() + " " + half + " "
                    + to.middle() + " " + end + " " + to.middle());
        }
        arrows.append("\" marker-end=\"url(#tip)\"/>\n");
    }

    private String svg() {
        int width = LEFT + columns * ACROSS;
        int height = TOP + rows * DOWN;
        return "<svg class=\"map\" viewBox=\"0 0 " + width + " " + height + "\" width=\"" + width + "\" height=\""
                + height
                + "\" role=\"group\" aria-label=\"Map of the results\">\n"
                + "<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" "
                + "orient=\"auto\"><path d=\"M0 0L8 4L0 8Z\"/></marker></defs>\n"
                + "<g class=\"arrows\">\n" + arrows + "</g>\n" + boxes + "</svg>";
    }

    private static String escaped(String text) {
        return HTMLOutputFormat.INSTANCE.escapePlainText(text);
    }
}
