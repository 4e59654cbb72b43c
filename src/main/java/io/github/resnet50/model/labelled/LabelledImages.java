package io.github.resnet50.model.labelled;

import io.github.resnet50.image.FileSource;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.NoImageException;
import io.github.resnet50.image.walk.ImageScanner;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.image.walk.WalkCounts;
import io.github.resnet50.image.walk.WalkRules;
import io.github.resnet50.image.walk.WalkText;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.io.input.BOMInputStream;

/**
 * A list of labelled images; no image has been read yet.
 *
 * @param source where they come from, for messages
 * @param images in a stable order
 * @param walk what the walk that found them came across; nothing where there was none
 */
public record LabelledImages(String source, List<LabelledImage> images, WalkCounts walk) {
  private static final Set<String> HEADERS = Set.of("path", "file", "filename", "image");
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get();

  public LabelledImages {
    images = List.copyOf(images);
  }

  /** Images that no walk has found. */
  public LabelledImages(String source, List<LabelledImage> images) {
    this(source, images, WalkCounts.NONE);
  }

  /**
   * The drawn images that come with the program: 25 of ImageNet's classes, labelled by WordNet id.
   */
  public static LabelledImages samples() {
    List<LabelledImage> images = new ArrayList<>();
    for (SampleImages.SampleImage sample : SampleImages.all()) {
      images.add(
          new LabelledImage(sample.name(), List.of(sample.id(), sample.label()), sample::bytes));
    }
    return new LabelledImages("built-in samples", images);
  }

  /**
   * Images from a folder of class folders (torchvision's {@code ImageFolder}) or of a CSV file, see
   * {@link #ofCsv}.
   *
   * @param rules what is taken below the folder
   * @throws IOException where the CSV file cannot be read
   * @throws IllegalArgumentException if it is malformed, with a message for the user
   * @throws NoImageException where there is no image in the folder
   */
  public static LabelledImages read(Path path, WalkRules rules)
      throws IOException, NoImageException {
    return Files.isDirectory(path)
        ? ofFolders(path, rules)
        : new LabelledImages(path.toString(), ofCsv(path));
  }

  /**
   * The name of the folder directly below the root is the label, at whatever depth the image is.
   */
  private static LabelledImages ofFolders(Path root, WalkRules rules)
      throws IOException, NoImageException {
    List<LabelledImage> images = new ArrayList<>();
    ScanOptions scan = ScanOptions.of(List.of(root.toString()), rules);
    try (ImageScanner scanner = new ImageScanner(scan)) {
      while (scanner.hasNext()) {
        ImageRef image = scanner.next();
        Path below = root.relativize(image.source().file().orElseThrow());
        List<String> labels =
            below.getNameCount() > 1 ? List.of(below.getName(0).toString()) : List.of();
        images.add(new LabelledImage(image.name(), labels, image::read));
      }
      if (images.isEmpty()) {
        throw new NoImageException(WalkText.nothingTaken(scanner.counts(), scan));
      }
      return new LabelledImages(root.toString(), images, scanner.counts());
    }
  }

  /**
   * Reads {@code path,label} or {@code path,id,label} (RFC 4180, UTF-8). A first line that begins
   * with {@code path}, {@code file}, {@code filename} or {@code image} is a header and is skipped.
   * Paths are relative to the file's own folder.
   */
  static List<LabelledImage> ofCsv(Path file) throws IOException {
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

  /** At most so many of them, evenly spread over the list, so that every class keeps its share. */
  public LabelledImages atMost(int count) {
    if (images.size() <= count) {
      return this;
    }
    return new LabelledImages(
        source,
        IntStream.range(0, count)
            .mapToObj(i -> images.get((int) ((long) i * images.size() / count)))
            .toList(),
        walk);
  }

  /**
   * Splits the images, keeping their order, by whether one of their labels matches one of the
   * model's classes.
   */
  public Matched match(LabelIndex classes) {
    List<Known> known = new ArrayList<>();
    List<LabelledImage> unmatched = new ArrayList<>();
    for (LabelledImage image : images) {
      classes
          .find(image.labels())
          .index()
          .ifPresentOrElse(index -> known.add(new Known(image, index)), () -> unmatched.add(image));
    }
    return new Matched(known, unmatched);
  }

  /** The labels that mean no class, or several. */
  public UnmatchedLabels unmatched(LabelIndex classes) {
    UnmatchedLabels labels = new UnmatchedLabels(classes, Files.isDirectory(Path.of(source)));
    images.forEach(image -> labels.add(image.labels(), image.name()));
    return labels;
  }

  /**
   * An image of one of a model's classes.
   *
   * @param trueClass index in the model's output
   */
  public record Known(LabelledImage image, int trueClass) {}

  /** Images of the model's classes, and the other images. */
  public record Matched(List<Known> known, List<LabelledImage> unmatched) {}

  /**
   * An image with its true label.
   *
   * @param name the path as it was given, for messages
   * @param labels what names its class, the most exact first: a WordNet id, a name, an index
   * @param content reads the encoded image; may be called by any thread
   */
  public record LabelledImage(String name, List<String> labels, ImageBytes content) {
    public LabelledImage {
      labels = List.copyOf(labels);
    }

    /** Reads an encoded image. */
    public interface ImageBytes {
      byte[] read() throws ImageException;
    }
  }
}
