package org.attentiontheorems.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.attentiontheorems.pages.Page;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    @Test
    void joinsEveryTheoremWithItsPage() {
        for (Catalogue.Entry entry : Catalogue.all()) {
            assertThat(entry.page().id()).isEqualTo(entry.theorem().id());
            assertThat(Catalogue.find(entry.page().id())).contains(entry);
        }
        assertThat(Catalogue.find("no-such-theorem")).isEmpty();
    }

    @Test
    void hasEachTheoremOnce() {
        assertThat(Catalogue.pages()).extracting(Page::id).doesNotHaveDuplicates();
    }

    @Test
    void listsEveryPageOfTheFolder() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("theorems"))) {
            List<String> ids = files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".md"))
                    .map(name -> name.substring(0, name.length() - ".md".length()))
                    .toList();
            List<String> listed = Catalogue.pages().stream().map(Page::id).toList();
            assertThat(ids.stream().filter(id -> !listed.contains(id)).toList())
                    .as("pages in theorems/ without a line in Catalogue")
                    .isEmpty();
        }
    }

    @Test
    void buildsOnlyOnTheoremsThatItHas() {
        List<String> ids = Catalogue.pages().stream().map(Page::id).toList();
        for (Page page : Catalogue.pages()) {
            assertThat(ids).as("what %s depends on", page.id()).containsAll(page.depends());
        }
    }
}
