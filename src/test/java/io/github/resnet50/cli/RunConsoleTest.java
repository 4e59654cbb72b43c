package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.cli.options.CommonOptions;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.ItemResult.Prediction;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunConsoleTest {
  @TempDir Path folder;

  @Test
  void tellsTheTotalBeforeTheRunsOwnWalkEnds() throws Exception {
    for (int i = 0; i < 7; i++) {
      Files.createFile(folder.resolve(i + ".jpg"));
    }
    CountDownLatch told = new CountDownLatch(1);
    StringWriter err =
        new StringWriter() {
          @Override
          public void flush() {
            if (toString().contains("1/7 files")) {
              told.countDown();
            }
          }
        };
    Context context =
        new Context(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            new PrintWriter(err, true),
            Map.of("RESNET50_TERMINAL_COLUMNS", "100"),
            (request, notes) -> {
              throw new AssertionError("no engine is needed");
            });
    try (RunConsole console = new RunConsole("classify", "files", context, new CommonOptions())) {
      console.countAhead(ScanOptions.of(List.of(folder.toString())));
      console.written(
          new ItemResult.Predicted(0, "0.jpg", 1, 1, List.of(new Prediction(0, "a", "a", 1f))));
      assertTrue(told.await(20, TimeUnit.SECONDS), () -> err.toString());
    }
  }
}
