package org.attentiontheorems.verify;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the value of the last argument, by identity: the claims about one instance share its analysis without passing it
 * around. Safe between threads (they may compute twice, never see a half-written entry).
 */
public final class Memo<A, B> implements Function<A, B> {
    private record Entry<A, B>(A argument, B value) {}

    private final Function<A, B> function;
    private volatile @Nullable Entry<A, B> last;

    private Memo(Function<A, B> function) {
        this.function = function;
    }

    /** Remembers the last value of a pure function. */
    public static <A, B> Memo<A, B> of(Function<A, B> function) {
        return new Memo<>(function);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the same instance, not an equal one: comparing arrays would cost more
    public B apply(A argument) {
        Entry<A, B> known = last;
        if (known != null && known.argument() == argument) {
            return known.value();
        }
        B value = function.apply(argument);
        last = new Entry<>(argument, value);
        return value;
    }
}
