package io.github.resnet50.model.labelled;

import io.github.resnet50.image.FileSource;
import io.github.resnet50.model.labelled.LabelledImages.LabelledImage;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.io.input.BOMInputStream;

/**
 * Reads {@code path,label} or {@code path,id,label} (RFC 4180, UTF-8). A first line that begins
 * with {@code path}, {@code file}, {@code filename} or {@code image} is a header and is skipped.
 * Paths are relative to the file's own folder.
 */
final class LabelCsv {
  private static final Set<String> HEADERS = Set.of("path", "file", "filename", "image");
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get();

  private LabelCsv() {}

  static List<LabelledImage> read(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    List<LabelledImage> images = new ArrayList<>();
    try (Reader reader =
            new InputStreamReader(
                BOMInputStream.builder().setPath(file).get(), StandardCharsets.UTF_8);
        CSVParser records = CSVParser.builder().setReader(reader).setFormat(FORMAT).get()) {
      for (CSVRecord line : records) {
        if (line.getRecordNumber() == 1 && isHeader(line)) {
          continue;
        }
        if (line.size() != 2 && line.size() != 3) {
          throw new IllegalArgumentException(
              "%s, line %d: %d columns; expected path,label or path,id,label"
                  .formatted(file, records.getCurrentLineNumber(), line.size()));
        }
        images.add(image(folder, line));
      }
    } catch (UncheckedIOException e) {
      throw new IllegalArgumentException(file + " is no CSV: " + e.getCause().getMessage(), e);
    }
    return images;
  }

  private static boolean isHeader(CSVRecord line) {
    return HEADERS.contains(line.get(0).strip().toLowerCase(Locale.ROOT));
  }

  private static LabelledImage image(Path folder, CSVRecord line) {
    String name = line.get(0);
    try {
      Path path = folder.resolve(name);
      List<String> labels = line.toList().subList(1, line.size());
      return new LabelledImage(name, labels, new FileSource(path)::read);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("not a path: " + name, e);
    }
  }
}
