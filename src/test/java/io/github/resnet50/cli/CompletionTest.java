package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In a real bash, as its completion calls it. */
@DisabledOnOs(OS.WINDOWS)
class CompletionTest {
  private static final String COMPLETE =
      """
      source ./script
      compopt() { :; } # only while bash itself completes
      COMP_WORDS=(resnet50 %s)
      COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
      COMP_LINE=${COMP_WORDS[*]}
      COMP_POINT=${#COMP_LINE}
      _complete_resnet50
      echo "${COMPREPLY[*]}"
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          classify -m ''               | demo flowers random resnet50 resnet50:int8
          classify --model fl          | flowers
          bench --compare ra           | random
          compare fl                   | flowers
          models remove ''             | demo flowers random resnet50 resnet50:int8
          models verify de             | demo
          classify -f ''               | csv json jsonl parquet
          classify --flag-uncertain e  | entropy energy
          classify -b ''               | auto
          explain --method grad        | gradcam gradcam++
          explain --baseline b         | blur black
          adapt --class-weights ''     | balanced none
          models import --scaling t    | torch tf
          evaluate --corruptions fo    | fog
          clas                         | classify
          models im                    | import
          help ev                      | evaluate
          classify --fail              | --fail-fast
          """)
  void completes(String line, String words) throws Exception {
    Path home = folder.resolve("home");
    for (String model : new String[] {"flowers", "resnet50@int8", ".staging"}) {
      Files.createDirectories(home.resolve("models").resolve(model));
    }
    assertEquals(words, complete(line, home));
  }

  private String complete(String line, Path home) throws IOException, InterruptedException {
    Files.writeString(folder.resolve("script"), new Cli(folder).run("generate-completion").out());
    ProcessBuilder bash =
        new ProcessBuilder("bash", "-c", COMPLETE.formatted(line))
            .directory(folder.toFile())
            .redirectErrorStream(true);
    bash.environment().put("RESNET50_HOME", home.toString());
    Process process = bash.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), out);
    return out.strip();
  }
}
