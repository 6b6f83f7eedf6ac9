package org.attentiontheorems.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Identity;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Scoped;
import org.attentiontheorems.verify.Theorem;
import org.attentiontheorems.verify.TheoremTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One theorem, one name, five rooms: page, class, test, evidence, report page. {@code SuiteVerdictTest} looks at the last two. */
class RoomsTest {
    static Stream<Catalogue.Entry> all() {
        return Catalogue.all().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void theClassIsNamedLikeTheTheorem(Catalogue.Entry entry) {
        assertThat(entry.theorem().getClass().getSimpleName())
                .isEqualTo(camelCase(entry.theorem().id()));
        assertThat(entry.page().id()).isEqualTo(entry.theorem().id());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void theTestStandsBesideTheClassAndIsATheoremTest(Catalogue.Entry entry) throws ClassNotFoundException {
        Class<?> test = Class.forName(entry.theorem().getClass().getName() + "Test");
        assertThat(TheoremTest.class).isAssignableFrom(test);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void thePageNamesEveryClaimAndEveryNegativeControl(Catalogue.Entry entry) throws IOException {
        Theorem<?> theorem = entry.theorem();
        String page = Files.readString(Path.of("theorems", entry.page().group(), theorem.id() + ".md"));
        List<String> unnamed = Stream.concat(claimIds(theorem).stream(), controlIds(theorem).stream())
                .filter(id -> !page.contains("`" + id + "`"))
                .toList();
        assertThat(unnamed)
                .as("claims and negative controls that the page of " + theorem.id() + " does not name as `code`")
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void theFirstClaimComparesMeasuredWithABound(Catalogue.Entry entry) {
        Claim<?> first = entry.theorem().claims().get(0);
        assertThat(first instanceof Scoped<?> scoped ? scoped.claim() : first)
                .as("the first of claims(), which must be a bound or an identity")
                .isInstanceOfAny(Bound.class, Identity.class);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void thereAreCornersExamplesAndAtLeastThreeNegativeControls(Catalogue.Entry entry) {
        assertThat(entry.theorem().corners()).as("corners()").isNotEmpty();
        assertThat(entry.theorem().examples()).as("examples()").isNotEmpty();
        assertThat(controlIds(entry.theorem()))
                .as("controls()")
                .hasSizeGreaterThanOrEqualTo(3)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void theTestTriesEveryClaim(Catalogue.Entry entry) throws IOException {
        String test = entry.theorem().getClass().getName().replace('.', '/') + "Test.java";
        String source = Files.readString(Path.of("src/test/java").resolve(test));
        List<String> untried = entry.theorem().claims().stream()
                .map(Claim::id)
                .filter(id -> !source.contains("holds(\"" + id + "\", draw)"))
                .toList();
        assertThat(untried)
                .as("claims without a @TheoremProperty that says holds(\"<claim>\", draw) in " + test)
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void thePageTellsTheStatementOfThePaperFromTheOneThatIsChecked(Catalogue.Entry entry) {
        assertThat(entry.page().paper())
                .as(
                        "the header field 'paper' of theorems/%s/%s.md: the statement as its source gives it, in your words",
                        entry.page().group(), entry.page().id())
                .isPresent();
    }

    private static List<String> claimIds(Theorem<?> theorem) {
        return Stream.concat(
                        theorem.claims().stream(), theorem.families().stream().flatMap(RoomsTest::claims))
                .map(Claim::id)
                .toList();
    }

    private static Stream<Claim<?>> claims(Family<?> family) {
        return family.claims().stream().map(claim -> claim);
    }

    private static List<String> controlIds(Theorem<?> theorem) {
        return Stream.concat(
                        theorem.controls().stream(),
                        theorem.families().stream().flatMap(family -> family.controls().stream()))
                .map(NegativeControl::id)
                .toList();
    }

    private static String camelCase(String id) {
        StringBuilder name = new StringBuilder();
        for (String word : id.split("-", -1)) {
            name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        return name.toString();
    }
}
