package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A transcript of command lines, their output and their files, compared with the one in {@code
 * src/test/resources/golden}. What differs between machines and runs is masked; decimal fractions
 * may differ by {@value #TOLERANCE}, absolutely or of their size, because processors' kernels do.
 * {@code -Dgolden.update=true} writes the file anew.
 */
final class Golden {
  private static final Path FOLDER = Launcher.project().resolve("src/test/resources/golden");
  private static final boolean UPDATE = Boolean.getBoolean("golden.update");
  private static final double TOLERANCE = 0.002;
  private static final Pattern DECIMAL = Pattern.compile("-?\\d+\\.\\d+(?:[eE]-?\\d+)?");
  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\w.-])-?\\d+(?:\\.\\d+)?(?:[eE]-?\\d+)?(?!\\w)");

  /** In a page, where no comma stands between two numbers. */
  private static final Pattern THOUSANDS = Pattern.compile("(?<=[> ])\\d{1,3}(?:,\\d{3})+(?!\\w)");

  /** That a number stands for a smaller or a larger one, which hangs on its last digit. */
  private static final Pattern BEYOND = Pattern.compile("&[lg]t; (?=\\d)");

  /** What machines and runs differ in, and what stands for it. */
  private static final List<Mask> MASKS =
      List.of(
          new Mask("<style>.*?</style>", "<style/>"),
          new Mask("<script>.*?</script>", "<script/>"),
          new Mask("'sha256-[^']*'", "HASH"),
          new Mask("data:image/[a-z]+;base64,[A-Za-z0-9+/=]+(?:&#x3D;)*", "IMAGE"),
          new Mask("\\b[0-9a-f]{64}\\b", "SHA256"),
          new Mask("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(:[\\d.]+)?( ?UTC|Z)?", "TIME"),
          new Mask("\\d{4}-\\d\\d-\\d\\d", "DATE"),
          new Mask(
              "(\"(?:[a-z_]*seconds|[a-z_]*bytes|[a-z_]*per_second|started|version|tensorflow|cpu"
                  + "|cores|jvm|java|os|device)\": ?)(-?[\\d.eE+-]+|\"[^\"]*\")",
              "$1MASKED"),
          new Mask(
              "(?m)^(gradcam(?:\\+\\+)?|cam|layercam|occlusion|rise|shap) +[\\d.]+", "$1  MASKED"),
          new Mask(
              "(<th scope=\"row\">(?:gradcam(?:\\+\\+)?|cam|layercam|occlusion|rise|shap)</th>(?:<td"
                  + " class=\"n\">[\\d.]*(?: %)?</td>){2}<td class=\"n\">)[\\d.,]+",
              "$1MASKED"),
          new Mask("(?m)^(\\d+ \\d+ \\d+) \\d+(?: [0-9a-f]+){5}$", "$1 CHECKSUMS"),
          new Mask("(?m)(\"retries\":\\w+}) [0-9a-f]+$", "$1 CHECKSUM"),
          new Mask("(?m)^\\w+: \\d+/\\d+ [^\\n]*$", ""),
          new Mask("(?m)^resnet50: preparing model \\S+ for speed \\(once\\)$", ""),
          new Mask("\"seconds\": \\{[^}]*}", "\"seconds\": MASKED"),
          new Mask("Made by resnet50 \\S+", "Made by resnet50 VERSION"),
          new Mask(
              "(<dt>(?:Images a second[^<]*|Seconds[^<]*|[^<]*time[^<]*)</dt><dd>)[^<]*",
              "$1MASKED"),
          new Mask(
              "(<th scope=\"row\">(?:processor|cores|memory|operating system|Java|TensorFlow|device"
                  + "|heap[^<]*|peak[^<]*|images a second[^<]*|[^<]*seconds?)</th><td>)[^<]*",
              "$1MASKED"),
          new Mask("(<section aria-labelledby=\"time-heading\">).*?(</section>)", "$1MEASURED$2"),
          new Mask("(?<![\\w.])[\\d.,]+ (s|ms|min|images/s|images a second|[KMG]i?B)\\b", "N $1"),
          new Mask(" in all, N images/s once running", ""));

  private final Cli cli;
  private final Path folder;
  private final StringBuilder transcript = new StringBuilder();

  private record Mask(Pattern pattern, String replacement) {
    Mask(String pattern, String replacement) {
      this(Pattern.compile(pattern, Pattern.DOTALL), replacement);
    }
  }

  /**
   * @param folder where everything lies that command lines name; where its absolute path is told,
   *     {@code DIR} stands for it
   */
  Golden(Cli cli, Path folder) {
    this.cli = cli;
    this.folder = folder;
  }

  /** Runs a command line and notes what it says. */
  Golden run(String... args) {
    Cli.Result result = cli.run(args);
    add("$ resnet50 " + String.join(" ", args));
    add("exit " + result.exitCode());
    section("standard output", result.out());
    section("standard error", result.err());
    return this;
  }

  /** Notes a command line and its output with all numbers masked: those that are measured. */
  Golden runMeasuring(String... args) {
    Cli.Result result = cli.run(args);
    add("$ resnet50 " + String.join(" ", args));
    add("exit " + result.exitCode());
    section("standard output", shape(result.out()));
    section("standard error", shape(result.err()));
    return this;
  }

  /** Notes a file that a command line wrote. */
  Golden file(String name) throws IOException {
    Path file = folder.resolve(name);
    section(name, name.endsWith(".npy") ? summary(file) : Files.readString(file));
    return this;
  }

  /** Notes a file with all numbers masked. */
  Golden fileOfMeasurements(String name) throws IOException {
    section(name, shape(Files.readString(folder.resolve(name))));
    return this;
  }

  /**
   * Notes the first lines of a table in CSV, each as far as so many commas: at a width of its own a
   * line would end elsewhere on another processor, whose numbers may be longer.
   */
  Golden head(String name, int lines, int fields) throws IOException {
    section(
        "the head of " + name,
        Files.readAllLines(folder.resolve(name)).stream()
            .limit(lines)
            .map(line -> line.split(",", fields + 1))
            .map(parts -> Arrays.stream(parts).limit(fields).collect(Collectors.joining(",")))
            .collect(Collectors.joining("\n")));
    return this;
  }

  void section(String name, String text) {
    String masked = mask(text);
    if (!masked.isBlank()) {
      add("--- " + name);
      add(masked.stripTrailing());
    }
  }

  private void add(String text) {
    transcript.append(text).append('\n');
  }

  private String shape(String text) {
    String small = THOUSANDS.matcher(mask(text)).replaceAll("#");
    return NUMBER
        .matcher(small)
        .replaceAll("#")
        .replaceAll("&lt; ([#N])", "$1")
        .replaceAll("(?s)<svg viewBox.*?</svg>", "<svg/>")
        .replaceAll("\"steady\": (true|false)", "\"steady\": MASKED")
        .replaceAll("(?m)^\\* not steady .*$", "")
        .replaceAll("<p class=\"note\">\\* not steady [^<]*</p>", "")
        .replaceAll("\"bottleneck\": \"\\w+\"", "\"bottleneck\": MASKED")
        .replaceAll(" class=\"best\"", "")
        .replaceAll("(?m)^(.* on )?[^,\n]*(, model #\\))?, # cores;", "MACHINE;")
        .replaceAll(" +#", " #")
        .replaceAll("(?<=\\S) {2,}", "  ")
        .replaceAll("\\*", "");
  }

  /** An array of NumPy's: its header and the mean of its values. */
  private static String summary(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int start = 10 + buffer.getShort(8);
    int count = (bytes.length - start) / Float.BYTES;
    double mean =
        IntStream.range(0, count)
            .mapToDouble(i -> buffer.getFloat(start + i * Float.BYTES))
            .average()
            .orElse(0);
    String header = new String(bytes, 10, start - 10, StandardCharsets.US_ASCII);
    return String.format(Locale.ROOT, "%s mean %.4f", header.strip(), mean);
  }

  private String mask(String text) {
    String masked = text.replace(folder.toAbsolutePath().toString(), "DIR").replace("\r\n", "\n");
    for (Mask mask : MASKS) {
      masked = mask.pattern().matcher(masked).replaceAll(mask.replacement());
    }
    return masked;
  }

  /** Compares all of it with the golden file of this name. */
  void compare(String name) throws IOException {
    Path file = FOLDER.resolve(name + ".txt");
    String actual =
        mask(transcript.toString())
            .lines()
            .filter(line -> !line.isBlank())
            .map(
                line ->
                    line.contains("DIR") || line.startsWith("NAME  ")
                        ? line.replaceAll("(?<=\\S) {2,}", "  ")
                        : line)
            .map(String::stripTrailing)
            .collect(Collectors.joining("\n", "", "\n"));
    if (UPDATE) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, actual);
      return;
    }
    compare(name, Files.readString(file), actual);
  }

  static void compare(String name, String expected, String actual) {
    String[] expectedLines = expected.split("\n", -1);
    String[] actualLines = actual.split("\n", -1);
    for (int i = 0; i < Math.max(expectedLines.length, actualLines.length); i++) {
      String wanted = i < expectedLines.length ? expectedLines[i] : "(the end)";
      String got = i < actualLines.length ? actualLines[i] : "(the end)";
      if (!isSame(wanted, got)) {
        String where = "golden/" + name + ".txt, line " + (i + 1);
        assertEquals(around(expectedLines, i), around(actualLines, i), where);
        fail(where);
      }
    }
  }

  private static String around(String[] lines, int at) {
    return Arrays.stream(
            lines, Math.min(Math.max(0, at - 3), lines.length), Math.min(at + 8, lines.length))
        .collect(Collectors.joining("\n"));
  }

  private static boolean isSame(String expectedLine, String actualLine) {
    String expected = BEYOND.matcher(expectedLine).replaceAll("");
    String actual = BEYOND.matcher(actualLine).replaceAll("");
    if (expected.equals(actual)) {
      return true;
    }
    if (!DECIMAL
        .matcher(expected)
        .replaceAll("#")
        .equals(DECIMAL.matcher(actual).replaceAll("#"))) {
      return false;
    }
    Matcher one = DECIMAL.matcher(expected);
    Matcher other = DECIMAL.matcher(actual);
    while (one.find() && other.find()) {
      double a = Double.parseDouble(one.group());
      double b = Double.parseDouble(other.group());
      if (Math.abs(a - b) > TOLERANCE * Math.max(1, Math.abs(a))) {
        return false;
      }
    }
    return true;
  }
}
