package org.attentiontheorems.report;

import freemarker.core.HTMLOutputFormat;
import freemarker.core.TemplateHTMLOutputModel;
import freemarker.template.TemplateModelException;
import java.util.Map;
import java.util.Set;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.parser.Parser;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.InlineParserState;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Position;
import org.commonmark.parser.beta.Scanner;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.html.HtmlWriter;

/**
 * CommonMark to HTML, with TeX between {@code $} or {@code $$} kept verbatim in {@code <span class="tex">} for the browser to typeset.
 * Raw HTML is escaped, and links lead to web addresses only.
 */
final class Markdown {
    private static final Parser PARSER =
            Parser.builder().customInlineContentParserFactory(new TexFactory()).build();
    private static final HtmlRenderer WHOLE = renderer(false);
    private static final HtmlRenderer LINE = renderer(true);
    /** Sections of a catalogue page begin at this level of headings on a report page. */
    private static final int HEADINGS_BELOW = 2;

    private Markdown() {}

    /** The text as a tree. */
    static Node parsed(String text) {
        return PARSER.parse(text);
    }

    /** A whole text. */
    static TemplateHTMLOutputModel html(String text) {
        Node document = parsed(text);
        lowerHeadings(document);
        return markup(WHOLE.render(document));
    }

    /** One line without paragraph, such as a title. */
    static TemplateHTMLOutputModel line(String text) {
        Node document = parsed(text);
        Node first = document.getFirstChild();
        if (first instanceof Paragraph && first.getNext() == null) {
            return markup(LINE.render(document));
        }
        return markup(HTMLOutputFormat.INSTANCE.escapePlainText(text));
    }

    /** HTML that is safe as it stands. */
    static TemplateHTMLOutputModel markup(String html) {
        try {
            return HTMLOutputFormat.INSTANCE.fromMarkup(html);
        } catch (TemplateModelException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HtmlRenderer renderer(boolean withoutParagraph) {
        return HtmlRenderer.builder()
                .escapeHtml(true)
                .sanitizeUrls(true)
                .omitSingleParagraphP(withoutParagraph)
                .nodeRendererFactory(TexRenderer::new)
                .build();
    }

    private static void lowerHeadings(Node document) {
        for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Heading heading) {
                heading.setLevel(Math.min(6, Math.max(HEADINGS_BELOW + 1, heading.getLevel())));
            }
        }
    }

    /** TeX with its dollars. */
    static final class Tex extends CustomNode {
        private final String source;

        private Tex(String source) {
            this.source = source;
        }

        String source() {
            return source;
        }
    }

    private static final class TexFactory implements InlineContentParserFactory {
        @Override
        public Set<Character> getTriggerCharacters() {
            return Set.of('$');
        }

        @Override
        public InlineContentParser create() {
            return TexFactory::parse;
        }

        /** From one or two dollars to the next as many; a backslash takes the character behind it along. */
        private static ParsedInline parse(InlineParserState state) {
            Scanner scanner = state.scanner();
            Position start = scanner.position();
            int dollars = scanner.matchMultiple('$');
            while (dollars <= 2 && scanner.hasNext()) {
                if (scanner.next('\\')) {
                    scanner.next();
                } else if (scanner.peek() != '$') {
                    scanner.next();
                } else if (scanner.matchMultiple('$') == dollars) {
                    String source = scanner.getSource(start, scanner.position()).getContent();
                    return ParsedInline.of(new Tex(source), scanner.position());
                }
            }
            return ParsedInline.none();
        }
    }

    private static final class TexRenderer implements NodeRenderer {
        private final HtmlWriter out;

        TexRenderer(HtmlNodeRendererContext context) {
            this.out = context.getWriter();
        }

        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
            return Set.of(Tex.class);
        }

        @Override
        public void render(Node node) {
            String source = ((Tex) node).source;
            out.tag("span", Map.of("class", source.startsWith("$$") ? "tex display" : "tex"));
            out.text(source);
            out.tag("/span");
        }
    }
}
