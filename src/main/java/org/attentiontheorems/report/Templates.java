package org.attentiontheorems.report;

import freemarker.cache.ClassTemplateLoader;
import freemarker.core.JavaScriptOrJSONCFormat;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.TimeZone;

/** The page templates: they escape every text, and know no locale, zone or charset of the machine. */
final class Templates {
    private static final Configuration CONFIGURATION = configuration();

    private Templates() {}

    /**
     * Fills a template.
     *
     * @param name file name without {@code .ftlh}
     * @param view record whose components the template names
     */
    static String fill(String name, Record view) {
        StringWriter out = new StringWriter();
        try {
            CONFIGURATION.getTemplate(name + ".ftlh").process(view, out);
        } catch (TemplateException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    private static Configuration configuration() {
        Configuration configuration = new Configuration(Configuration.VERSION_2_3_35);
        configuration.setTemplateLoader(new ClassTemplateLoader(Templates.class, "templates"));
        configuration.setDefaultEncoding("UTF-8");
        configuration.setLocale(Locale.ROOT);
        configuration.setTimeZone(TimeZone.getTimeZone("UTC"));
        configuration.setCFormat(JavaScriptOrJSONCFormat.INSTANCE);
        configuration.setNumberFormat("c");
        configuration.setBooleanFormat("c");
        configuration.setLocalizedLookup(false);
        configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        configuration.setLogTemplateExceptions(false);
        configuration.setWrapUncheckedExceptions(true);
        try {
            configuration.setSharedVariable("meanings", Glossary.meanings());
        } catch (TemplateException e) {
            throw new IllegalStateException(e);
        }
        configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
        return configuration;
    }
}
