package org.attentiontheorems.verify;

import java.util.Optional;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import org.attentiontheorems.random.RandomField;

/** Gives every theorem property the run's seed and tries, and fails it when its claim has lost its power. */
public final class SeedHook implements AroundPropertyHook {
    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
        TheoremTest<?> test = (TheoremTest<?>) context.testInstance();
        Verifier<?> verifier = test.verifier();
        long seed = verifier.settings().seed()
                ^ RandomField.hash(
                        verifier.theorem().id() + " " + context.targetMethod().getName());
        context.attributes().setSeed(Long.toString(seed));
        context.attributes().setTries(verifier.tries());
        PropertyExecutionResult result = property.execute();
        if (result.status() != PropertyExecutionResult.Status.SUCCESSFUL) {
            return result;
        }
        Optional<String> loss = test.powerLoss();
        loss.ifPresent(message -> System.out.println("power lost: " + message));
        return loss.isPresent() && !verifier.settings().fresh() ? result.mapToFailed(loss.get()) : result;
    }
}
