package io.github.resnet50.cli;

import static io.github.resnet50.report.OutputFormat.CSV;
import static io.github.resnet50.report.OutputFormat.JSON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.cli.options.InputOptions;
import io.github.resnet50.cli.options.UsageException;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputsTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream standardOutput = new ByteArrayOutputStream();

  private final StringWriter standardError = new StringWriter();
  private final Context context =
      new Context(
          InputStream.nullInputStream(),
          standardOutput,
          new PrintWriter(standardError),
          Map.of(),
          null);

  private Outputs outputs() {
    return new Outputs(context, new InputGuard(new InputOptions()));
  }

  private static String refusal(Outputs outputs, Path file) {
    return assertThrows(UsageException.class, () -> outputs.add("--report", file, JSON, CSV))
        .getMessage();
  }

  @Test
  void nothingCountsBeforeAllDo() throws Exception {
    Path json = folder.resolve("a.json");
    Path page = folder.resolve("a.html");
    try (Outputs outputs = outputs().add("--output", json, JSON, CSV).add("--html", page)) {
      outputs.open(false);
      outputs.write("--output", out -> out.write("{}"));
      outputs.write("--html", out -> out.write("<p>"));
      outputs.write("--missing", out -> out.write("never"));
      assertFalse(Files.exists(json));
      outputs.commit();
    }
    assertEquals("{}", Files.readString(json));
    assertEquals("<p>", Files.readString(page));
  }

  @Test
  void whatIsNotCommittedReplacesNothing() throws Exception {
    Path json = Files.writeString(folder.resolve("a.json"), "old");
    try (Outputs outputs = outputs().add("--output", json, JSON)) {
      outputs.open(true);
      outputs.write("--output", out -> out.write("new"));
    }
    assertEquals("old", Files.readString(json));
  }

  @Test
  void aSignalSaysWhatCountsByThen() throws Exception {
    Path json = folder.resolve("a.json");
    Path page = folder.resolve("a.html");
    try (Outputs outputs = outputs().add("--output", json, JSON, CSV).add("--html", page)) {
      outputs.open(false);
      outputs.write("--output", out -> out.write("{}"));
      outputs.write("--html", out -> out.write("<p>"));
      context.signal().endsAtOnce("all is not complete");
      outputs.commit("--output");
      outputs.commit("--html");
      context.signal().stop();
    }
    assertEquals(
        "resnet50: interrupted; " + json + " and " + page + " are written",
        standardError.toString().strip());
    assertTrue(Files.exists(json) && Files.exists(page), "a signal leaves what counts");
  }

  @Test
  void anExistingFileIsRefusedBeforeAnyWork() throws Exception {
    Path json = Files.writeString(folder.resolve("a.json"), "old");
    try (Outputs outputs = outputs().add("--output", json, JSON)) {
      assertThrows(UsageException.class, () -> outputs.open(false));
    }
  }

  @Test
  void suffixesOfOtherFormatsAreRefused() {
    Path text = folder.resolve("a.txt");
    assertEquals("--report " + text + ": must end in .json or .csv", refusal(outputs(), text));
  }

  @Test
  void imagesAndOtherOutputsAreNotWrittenOver() throws Exception {
    for (String image : List.of("a.jpg", "a.HEIC", "a.cr2", "a.mpo")) {
      assertTrue(refusal(outputs(), folder.resolve(image)).contains("over an image"), image);
    }
    Path csv = folder.resolve("a.csv");
    assertEquals(
        "--output and --report are both " + csv, refusal(outputs().add("--output", csv, CSV), csv));
  }

  @Test
  void standardOutputTakesTheFirstFormat() throws Exception {
    try (Outputs outputs = outputs().add("--output", Path.of("-"), JSON, CSV)) {
      assertEquals(JSON, outputs.format("--output"));
      outputs.open(false);
      outputs.write("--output", out -> out.write("{}"));
      outputs.commit();
    }
    assertEquals("{}", standardOutput.toString(StandardCharsets.UTF_8));
  }
}
