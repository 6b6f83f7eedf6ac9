package org.attentiontheorems.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.attentiontheorems.catalogue.Catalogue;
import org.attentiontheorems.pages.Page;
import org.attentiontheorems.verify.Theorem;

/** Runs commands on given theorems and keeps what they print. */
record Shell(List<Catalogue.Entry> theorems, byte[] standardInput) {
    record Result(int code, String out, String err) {}

    static Shell with(Theorem<?>... theorems) {
        List<Catalogue.Entry> entries = new ArrayList<>();
        for (Theorem<?> theorem : theorems) {
            entries.add(new Catalogue.Entry(theorem, page(theorem.id())));
        }
        return new Shell(entries, new byte[0]);
    }

    Shell reading(String text) {
        return reading(text.getBytes(StandardCharsets.UTF_8));
    }

    Shell reading(byte[] bytes) {
        return new Shell(theorems, bytes);
    }

    Result run(Object... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<String> words = new ArrayList<>();
        for (Object arg : args) {
            words.add(arg.toString());
        }
        Terminal terminal = new Terminal(new ByteArrayInputStream(standardInput), printer(out), printer(err), false);
        int code = Main.run(words.toArray(new String[0]), terminal, new Theorems(this::theorems));
        return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static Page page(String id) {
        String text = "---\nid: " + id + "\ngroup: guide\ntitle: Title of " + id + "\nclaim: It is so.\nrate: none\n"
                + "source: {title: A paper, authors: Nobody, arxiv: 2601.00001}\ndepends: []\n---\n"
                + "## Statement\n$1 < 2$\n## Assumptions\nNone.\n## Why it holds\nIt does.\n## What is checked\nAll.\n"
                + "## What would be wrong\nLess.\n## Limits\nNone.\n";
        return Page.parse("theorems/guide/" + id + ".md", text);
    }

    private static PrintStream printer(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
