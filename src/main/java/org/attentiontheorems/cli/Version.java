package org.attentiontheorems.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the jar was packaged with. */
final class Version implements IVersionProvider {
    private static final String WRITTEN_BY_MAVEN =
            "/META-INF/maven/org.attentiontheorems/attention-theorems/pom.properties";

    @Override
    public String[] getVersion() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream(WRITTEN_BY_MAVEN)) {
            if (in != null) {
                properties.load(in);
            }
        }
        String java = System.getProperty("java.version", "");
        return new String[] {Main.NAME + " " + properties.getProperty("version", "(not packaged)") + ", Java " + java};
    }
}
