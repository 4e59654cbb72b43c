package io.github.resnet50.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.cli.options.Ranges;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.image.decode.ImageFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class JobOptionsTest {
  private static JobOptions parse(String line) {
    JobOptions options = new JobOptions();
    new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(line.split(" "));
    return options;
  }

  @ParameterizedTest
  @CsvSource({
    "photos -o out, CSV",
    "photos -o out.csv, CSV",
    "photos -o hdfs:///a/out.parquet, PARQUET",
    "photos -o out.jsonl --single-file, JSONL",
    "photos -o out -f jsonl, JSONL"
  })
  void theFormatIsThatOfTheOptionOrTheSuffix(String line, JobOptions.TableFormat format)
      throws UsageException {
    JobOptions options = parse(line);
    options.check();
    assertEquals(format, options.format());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-o out",
        "photos",
        "photos -o out.csv -f parquet",
        "photos -o out.parquet --single-file",
        "photos -o out --timings report.txt",
        "photos -o out --include [",
        "photos -o out --max-depth 0",
      })
  void wrongUsageIsTold(String line) {
    JobOptions options = parse(line);
    Exception e = assertThrows(Exception.class, options::check);
    assertTrue(e instanceof IllegalArgumentException || e instanceof UsageException, e.toString());
    assertTrue(e.getMessage().length() > 10, e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-b 0",
        "-b 2000",
        "-b x",
        "-k 0",
        "--decoders -1",
        "--image-timeout 0",
        "--max-pixels 0",
        "--images-per-task 0"
      })
  void numbersOutOfRangeAreRefused(String option) {
    CommandLine line = new CommandLine(new JobOptions());
    Exception e =
        assertThrows(
            Exception.class,
            () -> {
              line.parseArgs(("photos -o out " + option).split(" "));
              Ranges.check(line.getCommandSpec());
            });
    assertTrue(e instanceof UsageException || e instanceof ParameterException, e.toString());
    String value = option.substring(option.indexOf(' ') + 1);
    assertTrue(e.getMessage().contains(value), e.getMessage());
  }

  @Test
  void helpNamesTheSuffixesOfAllFormats() {
    String help = new CommandLine(new JobOptions()).getUsageMessage().replaceAll("\\s+", " ");
    assertTrue(help.contains(String.join(", ", ImageFormat.suffixes()) + "."), help);
  }

  @Test
  void anExportNeedsNeitherImagesNorOutput() throws UsageException {
    parse("-m toy --export-model toy.zip").check();
  }

  @Test
  void namesWithoutASchemeAreLocalWhereThatIsTheDefault() {
    Places local = new Places("/home/u", true);
    assertTrue(local.isLocal("photos/a:b.jpg"));
    assertTrue(!local.isLocal("file:/photos/a.jpg"));
    assertTrue(!local.isLocal("s3a://bucket/a.jpg"));
    assertEquals("/home/u/photos/a.jpg", local.local("photos/a.jpg").path().toString());
    assertEquals("/photos/a.jpg", local.local("/photos/a.jpg").path().toString());
    assertTrue(!new Places("/home/u", false).isLocal("photos/a.jpg"));
  }
}
