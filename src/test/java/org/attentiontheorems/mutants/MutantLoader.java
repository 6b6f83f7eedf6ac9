package org.attentiontheorems.mutants;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** A second copy of the project's classes, in which one may be a mutant: no value that an earlier mutant computed survives in it. */
final class MutantLoader extends ClassLoader {
    static final String ROOT = "org.attentiontheorems.";

    private final Map<String, byte[]> mutants;
    private final Set<String> loaded = new ConcurrentSkipListSet<>();

    MutantLoader(Map<String, byte[]> mutants) {
        super(MutantLoader.class.getClassLoader());
        this.mutants = mutants;
    }

    /** Names of the project's classes that were needed so far. */
    Set<String> loaded() {
        return loaded;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(ROOT)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known != null ? known : findClass(name);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] code = mutants.containsKey(name) ? mutants.get(name) : compiled(name);
        loaded.add(name);
        return defineClass(name, code, 0, code.length);
    }

    private byte[] compiled(String name) throws ClassNotFoundException {
        try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
