package org.attentiontheorems.cli;

import java.io.PrintStream;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.attentiontheorems.verify.TheoremEvidence;

/** How far a run has come. Called from several threads. */
interface Progress extends AutoCloseable {
    /** A claim, a corner, a control … is done. */
    void part();

    /** A theorem is done. */
    void theorem(TheoremEvidence evidence);

    @Override
    void close();

    /** A bar on a terminal, plain lines elsewhere. */
    static Progress on(Terminal terminal, int parts, int theorems) {
        return terminal.isInteractive() ? new Bar(terminal.err(), parts) : new Lines(terminal.err(), theorems);
    }

    /** A bar that counts parts. */
    final class Bar implements Progress {
        private static final int WIDTH = 78;
        private final ProgressBar bar;

        private Bar(PrintStream out, int parts) {
            this.bar = new ProgressBarBuilder()
                    .setTaskName("verify")
                    .setInitialMax(parts)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setConsumer(new ConsoleProgressBarConsumer(out, WIDTH))
                    .build();
        }

        @Override
        public void part() {
            bar.step();
        }

        @Override
        public void theorem(TheoremEvidence evidence) {
            bar.setExtraMessage(evidence.theorem());
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    /** A line a theorem. */
    final class Lines implements Progress {
        private final PrintStream out;
        private final int theorems;
        private int done;

        private Lines(PrintStream out, int theorems) {
            this.out = out;
            this.theorems = theorems;
        }

        @Override
        public void part() {}

        @Override
        public synchronized void theorem(TheoremEvidence evidence) {
            done++;
            out.printf(
                    Locale.ROOT,
                    "[%d/%d] %s %s (%.1f s)\n",
                    done,
                    theorems,
                    evidence.theorem(),
                    evidence.verdict(),
                    evidence.timing().seconds());
        }

        @Override
        public void close() {}
    }
}
