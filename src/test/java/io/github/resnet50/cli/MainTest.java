package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @TempDir Path home;
  private Cli cli;

  @BeforeEach
  void prepare() {
    cli = new Cli(home);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h"})
  void helpGoesToStandardOutputAndIs0(String option) {
    Result result = cli.run(option);
    assertEquals(ExitCode.OK, result.exitCode());
    assertTrue(result.out().contains("classify"), result.out());
    assertTrue(result.out().contains("Exit codes:"), result.out());
    assertEquals("", result.err());
  }

  @Test
  void aCommandsHelpNamesEveryOptionOfTheContract() {
    Result result = cli.run("classify", "--help");
    assertEquals(ExitCode.OK, result.exitCode());
    for (String option :
        new String[] {
          "--files-from",
          "-0, --null",
          "--include",
          "--exclude",
          "--max-depth",
          "--hidden",
          "--follow-links",
          "--shard",
          "-m, --model",
          "-b, --batch-size",
          "-k, --top-k",
          "-o, --output",
          "-f, --format",
          "--timings",
          "--overwrite",
          "--max-failures",
          "--fail-fast",
          "--max-pixels",
          "--decoders",
          "--threads",
          "-q, --quiet",
          "-v, --verbose"
        }) {
      assertTrue(result.out().contains(option), option + " in\n" + result.out());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "-V"})
  void versionGoesToStandardOutputAndIs0(String option) {
    Result result = cli.run(option);
    assertEquals(ExitCode.OK, result.exitCode());
    assertTrue(result.out().matches("resnet50 \\S+\\R"), result.out());
    assertEquals("", result.err());
    assertEquals(result.out(), cli.run("classify", option).out());
  }

  @Test
  void noCommandIs2AndShowsTheHelpOnStandardError() {
    Result result = cli.run();
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertTrue(result.err().contains("Usage: resnet50"), result.err());
    assertEquals("", result.out());
  }

  @Test
  void aMisspeltCommandIs2AndSuggestsTheRightOne() {
    Result result = cli.run("clasify", "photos");
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertTrue(result.err().contains("classify"), result.err());
    assertEquals("", result.out());
  }

  @Test
  void aMisspeltOptionIs2AndSuggestsTheRightOne() {
    Result result = cli.run("classify", "--modle", "x", "photos");
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertTrue(result.err().contains("--model"), result.err());
  }

  @Test
  void verboseLetsLibrariesSpeakAndNothingElseDoes() {
    String before = System.clearProperty(Context.LOG_LEVEL);
    try {
      cli.run("models", "list");
      assertNull(System.getProperty(Context.LOG_LEVEL));
      cli.run("models", "list", "--verbose");
      assertEquals("info", System.getProperty(Context.LOG_LEVEL));
    } finally {
      if (before == null) {
        System.clearProperty(Context.LOG_LEVEL);
      } else {
        System.setProperty(Context.LOG_LEVEL, before);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "--help", "models list --json", "generate-completion"})
  void whateverIsPrintedAnOutputThatTakesNoMoreIsALine(String line) {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    StringWriter err = new StringWriter();
    assertEquals(ExitCode.INTERNAL_ERROR, cli.run(full, err, line.split(" ")));
    assertEquals("resnet50: standard output: No space left on device\n", err.toString());
  }

  @Test
  void generatesACompletionScript() {
    Result result = cli.run("generate-completion");
    assertEquals(ExitCode.OK, result.exitCode());
    assertTrue(result.out().startsWith("#!/usr/bin/env bash"), result.out());
    assertTrue(result.out().contains("--batch-size"), "the options are in it");
    assertEquals("", result.err());
  }
}
