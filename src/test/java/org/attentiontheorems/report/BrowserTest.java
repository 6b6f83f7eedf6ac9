package org.attentiontheorems.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.attentiontheorems.verify.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import tools.jackson.databind.JsonNode;

/**
 * The report of this run in a real browser, from the file system: headless Chromium, where it and its driver are installed. Runs after all
 * other tests, when the report is there.
 */
@DisabledIfSystemProperty(named = "test", matches = ".+", disabledReason = "a part of the suite was run")
class BrowserTest {
    private static final Path REPORTS = Path.of("reports").toAbsolutePath();
    private static final int PHONE = 360;

    /** axe-core takes seconds a page: one page of every kind, since all are made from the same templates. */
    private static final List<String> SAMPLE =
            List.of("index", "glossary", "laplace-principle", "metastability-timescale");

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String AXE = resource("/axe.min.js");

    /** Formulas are the work of KaTeX: thousands of elements that axe-core is slow to look at. */
    private static final String RULES = "{resultTypes: ['violations']}";

    private static Optional<ChromeDriver> browser = Optional.empty();

    @BeforeAll
    static void open() {
        Optional<File> chromium = program("chromium");
        Optional<File> driver = program("chromedriver");
        assumeTrue(
                chromium.isPresent() && driver.isPresent(),
                "no chromium and chromedriver on the PATH: the report was not opened in a browser");
        assertThat(REPORTS.resolve("index.html")).exists();
        browser = Optional.of(start(driver.orElseThrow(), options(chromium.orElseThrow())));
    }

    @AfterAll
    static void close() {
        browser.ifPresent(ChromeDriver::quit);
    }

    private static Optional<File> program(String name) {
        return Stream.of(String.valueOf(System.getenv("PATH")).split(File.pathSeparator, -1))
                .map(folder -> new File(folder, name))
                .filter(File::canExecute)
                .findFirst();
    }

    private static ChromeOptions options(File chromium) {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium);
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars");
        options.setCapability("goog:loggingPrefs", logs);
        return options;
    }

    private static ChromeDriver start(File driver, ChromeOptions options) {
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(driver)
                .withSilent(true)
                .build();
        ChromeDriver started = new ChromeDriver(service, options);
        started.manage().timeouts().scriptTimeout(PATIENCE);
        return started;
    }

    private static ChromeDriver chromium() {
        return browser.orElseThrow();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(REPORTS)) {
            return files.filter(file -> file.toString().endsWith(".html"))
                    .sorted()
                    .toList();
        }
    }

    private static void visit(Path page, int width) {
        chromium().manage().window().setSize(new Dimension(width, 900));
        chromium().get(page.toUri().toString());
    }

    private static Object script(String text) {
        return Optional.ofNullable(chromium().executeScript(text)).orElse("");
    }

    @Test
    void everyPageLoadsItsOwnFilesOnlyAndWithoutAnError() throws IOException {
        String folder = REPORTS.toUri().toString();
        for (Path page : pages()) {
            chromium().manage().logs().get(LogType.BROWSER);
            chromium().manage().logs().get(LogType.PERFORMANCE);
            visit(page, 1280);
            assertThat(chromium().manage().logs().get(LogType.BROWSER).getAll())
                    .as("console of " + page.getFileName())
                    .isEmpty();
            assertThat(requests())
                    .as("requests of " + page.getFileName())
                    .isNotEmpty()
                    .allMatch(url -> url.startsWith(folder) || url.startsWith("data:"));
        }
    }

    private static List<String> requests() {
        List<String> urls = new ArrayList<>();
        for (LogEntry entry : chromium().manage().logs().get(LogType.PERFORMANCE)) {
            JsonNode message = Json.mapper().readTree(entry.getMessage()).path("message");
            if (message.path("method").asString("").equals("Network.requestWillBeSent")) {
                urls.add(message.path("params").path("request").path("url").asString(""));
            }
        }
        return urls;
    }

    @Test
    void everyFormulaIsRendered() throws IOException {
        for (Path page : pages()) {
            visit(page, 1280);
            assertThat(script("return [...document.querySelectorAll('.tex')]"
                            + ".filter(e => !e.querySelector('.katex') || e.querySelector('.katex-error'))"
                            + ".map(e => e.textContent).join(' | ')"))
                    .as("formulas of " + page.getFileName())
                    .isEqualTo("");
        }
    }

    @Test
    void noPageScrollsSidewaysOnAPhone() throws IOException {
        // The window of a headless browser is not made narrower than 500: the width is that of an emulated device.
        chromium()
                .executeCdpCommand(
                        "Emulation.setDeviceMetricsOverride",
                        Map.of("width", PHONE, "height", 800, "deviceScaleFactor", 1, "mobile", false));
        try {
            for (Path page : pages()) {
                chromium().get(page.toUri().toString());
                assertThat(script("return String(document.documentElement.scrollWidth)"))
                        .as("width of " + page.getFileName())
                        .isEqualTo(Integer.toString(PHONE));
            }
        } finally {
            chromium().executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        }
    }

    @Test
    void axeFindsNothingInBothThemes() throws IOException {
        List<String> violations = new ArrayList<>();
        for (String theme : List.of("light", "dark")) {
            chromium()
                    .executeCdpCommand(
                            "Emulation.setEmulatedMedia",
                            Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
            for (String name : SAMPLE) {
                Path page = REPORTS.resolve(name + ".html");
                visit(page, 1280);
                String found = violations();
                if (!found.isEmpty()) {
                    violations.add(theme + " " + page.getFileName() + ": " + found);
                }
            }
        }
        chromium().executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));
        assertThat(violations).isEmpty();
    }

    /** What axe-core has to say of the page, once its fonts are there. */
    private static String violations() {
        chromium().executeScript(AXE);
        return String.valueOf(chromium()
                .executeAsyncScript("const done = arguments[arguments.length - 1];"
                        + "document.fonts.ready.then(() => axe.run({exclude: [['.katex']]}, " + RULES
                        + ")).then(r => done(r.violations.map("
                        + "v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.target.join(' ')).join('; ')).join('\\n')))"
                        + ".catch(e => done(String(e)));"));
    }

    @Test
    void theIndexFiltersSortsAndReturns() {
        visit(REPORTS.resolve("index.html"), 1280);
        List<WebElement> rows = chromium().findElements(By.cssSelector("table.index tbody tr[data-id]"));
        List<String> order =
                rows.stream().map(row -> row.getDomAttribute("data-id")).toList();
        WebElement filter = chromium().findElement(By.cssSelector(".filter input"));
        filter.sendKeys("dirac");
        assertThat(rows.stream().filter(WebElement::isDisplayed).toList())
                .isNotEmpty()
                .hasSizeLessThan(rows.size());
        filter.clear();
        filter.sendKeys("x", Keys.BACK_SPACE);
        choose("holds");
        assertThat(rows.stream().filter(WebElement::isDisplayed))
                .allMatch(row -> "holds".equals(row.getDomAttribute("data-verdict")));
        choose("all");

        WebElement byId = chromium().findElement(By.cssSelector("th[data-sort=id] button"));
        byId.click();
        assertThat(ids()).isSorted().hasSameSizeAs(order);
        byId.click();
        byId.click();
        assertThat(ids()).isEqualTo(order);
    }

    private static void choose(String verdict) {
        chromium().findElement(By.cssSelector(".filter select")).sendKeys(verdict);
    }

    private static List<String> ids() {
        return chromium().findElements(By.cssSelector("table.index tbody tr[data-id]")).stream()
                .map(row -> row.getDomAttribute("data-id"))
                .toList();
    }

    @Test
    void commandsHaveAButtonThatCopies() throws IOException {
        for (Path page : pages()) {
            visit(page, 1280);
            if (!chromium()
                    .findElements(By.cssSelector("details[open] button.copy"))
                    .isEmpty()) {
                WebElement button = chromium().findElement(By.cssSelector("details[open] button.copy"));
                chromium().executeScript("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", button);
                button.click();
                assertThat(button.getText()).isEqualTo("Copied");
                return;
            }
        }
        throw new AssertionError("no page has a command to copy");
    }

    @Test
    void withoutScriptsEveryRowAndFormulaSourceIsThere() {
        ChromeOptions options = options(program("chromium").orElseThrow());
        options.setExperimentalOption("prefs", Map.of("profile.managed_default_content_settings.javascript", 2));
        ChromeDriver plain = start(program("chromedriver").orElseThrow(), options);
        try {
            plain.get(REPORTS.resolve("index.html").toUri().toString());
            assertThat(plain.findElements(By.cssSelector(".filter"))).isEmpty();
            assertThat(plain.findElements(By.cssSelector("table.index tbody tr[data-id]")))
                    .isNotEmpty()
                    .allMatch(WebElement::isDisplayed);
            plain.get(REPORTS.resolve("energy-dissipation.html").toUri().toString());
            assertThat(plain.findElement(By.id("statement")).isDisplayed()).isTrue();
            assertThat(plain.findElement(By.cssSelector(".tex")).getText()).startsWith("$");
        } finally {
            plain.quit();
        }
    }

    private static String resource(String name) {
        try (InputStream in = BrowserTest.class.getResourceAsStream(name)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
