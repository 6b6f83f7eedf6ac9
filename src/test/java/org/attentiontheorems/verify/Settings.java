package org.attentiontheorems.verify;

import java.security.SecureRandom;

/** The run's settings as system properties: {@code theorems.seed} (a number or {@code fresh}), {@code theorems.tries}, {@code theorems.slow}, {@code theorems.run}. */
final class Settings {
    private static final RunSettings CURRENT = read();

    private Settings() {}

    static RunSettings current() {
        return CURRENT;
    }

    private static RunSettings read() {
        String seed = System.getProperty("theorems.seed", Long.toString(RunSettings.DEFAULT_SEED));
        boolean fresh = seed.equals("fresh");
        long number = fresh ? new SecureRandom().nextLong() : Long.parseLong(seed);
        if (fresh) {
            System.out.println("fresh master seed: " + number);
        }
        int tries = Integer.getInteger("theorems.tries", RunSettings.DEFAULT_TRIES);
        return new RunSettings(
                number, tries, System.getProperty("theorems.run", "ide"), fresh, Boolean.getBoolean("theorems.slow"));
    }
}
