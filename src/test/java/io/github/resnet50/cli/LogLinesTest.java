package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.cli.options.CommonOptions;
import io.github.resnet50.cli.options.LongRunOptions.LogFormat;
import io.github.resnet50.engine.FakeEngine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogLinesTest {
  private final StringWriter err = new StringWriter();
  private final Context context =
      new Context(
          new ByteArrayInputStream(new byte[0]),
          new ByteArrayOutputStream(),
          new PrintWriter(err),
          Map.of("RESNET50_TERMINAL_COLUMNS", "80"),
          (request, notes) -> new FakeEngine());

  @Test
  void aLastLineWithoutAnEndIsALine() {
    context.logs(LogFormat.TEXT);
    context.err().print("half");
    context.endLine();
    context.endLine();
    assertTrue(err.toString().matches("\\S+Z half\n"), err.toString());
  }

  @Test
  void aDownloadIsRedrawnWhereNoMachineReads() {
    fetch(new CommonOptions());
    assertTrue(err.toString().contains("\rfetching m: "), err.toString());
  }

  @Test
  void aDownloadOnATerminalThatIsLoggedIsLines() {
    context.logs(LogFormat.JSON);
    fetch(
        new CommonOptions() {
          @Override
          public Optional<LogFormat> logFormat() {
            return Optional.of(LogFormat.JSON);
          }
        });
    assertEquals(6, err.toString().lines().count(), err.toString());
  }

  @Test
  void aDownloadOnATerminalBesideProgressForMachinesIsLines() {
    fetch(
        new CommonOptions() {
          @Override
          public boolean tellsMachines() {
            return true;
          }
        });
    assertEquals(-1, err.toString().indexOf('\r'));
    assertEquals(6, err.toString().lines().count(), err.toString());
  }

  private void fetch(CommonOptions common) {
    try (FetchConsole console = new FetchConsole("m", context, common)) {
      for (int percent = 0; percent <= 100; percent++) {
        console.progress(percent, 100);
      }
    }
  }
}
