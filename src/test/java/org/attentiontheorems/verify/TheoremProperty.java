package org.attentiontheorems.verify;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** A claim tried on random draws: seed and tries come from the run, and the exit policy is applied after the last try. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Property(
        generation = GenerationMode.RANDOMIZED,
        edgeCases = EdgeCasesMode.NONE,
        shrinking = ShrinkingMode.BOUNDED,
        afterFailure = AfterFailureMode.RANDOM_SEED)
@AddLifecycleHook(SeedHook.class)
public @interface TheoremProperty {}
