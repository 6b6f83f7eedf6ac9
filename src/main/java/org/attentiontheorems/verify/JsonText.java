package org.attentiontheorems.verify;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** Bytes that are UTF-8, read as often as needed without another copy. */
final class JsonText {
    /** A name is read before anyone can look at its length, so this limit is the parser's own. */
    static final int MAX_NAME = 50_000;

    /** The other limits are those of {@link JsonSyntax}: it can say what is wrong. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(MAX_NAME)
                    .build())
            .build();

    private static final int BYTE_ORDER_MARK = 0xfeff;

    private final byte[] bytes;

    /**
     * Takes bytes as they are.
     *
     * @throws InvalidInstance if they are not UTF-8, or begin with a byte order mark
     */
    JsonText(byte[] bytes) {
        this.bytes = bytes;
        requireUtf8(bytes);
    }

    private static void requireUtf8(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(8192);
        boolean first = true;
        CoderResult result;
        do {
            result = decoder.decode(in, out.clear(), true);
            if (result.isError()) {
                int at = in.position();
                throw new InvalidInstance(
                        "document",
                        String.format(Locale.ROOT, "is not UTF-8: byte %d is 0x%02X", at + 1, bytes[at] & 0xff));
            }
            boolean marked = first && out.position() > 0 && out.get(0) == BYTE_ORDER_MARK;
            Check.that(!marked, "document", "begins with a byte order mark (0xEF 0xBB 0xBF); remove it");
            first = false;
        } while (result.isOverflow());
    }

    /** A parser before the first token. */
    JsonParser parser() {
        return FACTORY.createParser(ObjectReadContext.empty(), reader());
    }

    /** Characters from one offset to another, as far as there are any. */
    String excerpt(long from, long to) {
        try (Reader in = reader()) {
            char[] some = new char[(int) (to - from)];
            int n = in.skip(from) < from ? 0 : in.read(some);
            return new String(some, 0, Math.max(0, n));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The value at a place, in a few characters; empty if nothing stands there. */
    Optional<String> valueAt(JsonPath path) {
        try (JsonParser in = parser()) {
            return path.isReachedBy(in) ? Optional.of(shown(in)) : Optional.empty();
        }
    }

    /** The value that a parser has come to, in a few characters. */
    static String shown(JsonParser in) {
        return switch (in.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> '"' + OneLine.shortened(in.getString()) + '"';
            default -> OneLine.shortened(in.getString());
        };
    }

    private Reader reader() {
        return new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8);
    }
}
