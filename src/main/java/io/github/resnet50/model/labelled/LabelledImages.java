package io.github.resnet50.model.labelled;

import io.github.resnet50.basics.MalformedFileException;
import io.github.resnet50.basics.TextFile;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.ImageSource;
import io.github.resnet50.image.NoImageException;
import io.github.resnet50.image.archive.ArchiveFile;
import io.github.resnet50.image.archive.OpenArchives;
import io.github.resnet50.image.walk.ImageScanner;
import io.github.resnet50.image.walk.ImageWalk;
import io.github.resnet50.image.walk.NumberedPaths;
import io.github.resnet50.image.walk.PathList;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.image.walk.WalkCounts;
import io.github.resnet50.image.walk.WalkRules;
import io.github.resnet50.image.walk.WalkText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A list of labelled images; no image has been read yet.
 *
 * @param source where they come from, for messages
 * @param images in a stable order
 * @param walk what the walk that found them came across; nothing where there was none
 * @param labels what the walk's labels were from; null where there was none
 */
public record LabelledImages(
    String source, List<LabelledImage> images, WalkCounts walk, TrueLabels labels) {
  private static final String SAMPLES = "built-in samples";

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get();

  public LabelledImages {
    images = List.copyOf(images);
  }

  /** Images that no walk has found. */
  public LabelledImages(String source, List<LabelledImage> images) {
    this(source, images, WalkCounts.NONE, null);
  }

  /**
   * The drawn images that come with the program: 25 of ImageNet's classes, labelled by WordNet id.
   */
  public static LabelledImages samples() {
    List<LabelledImage> images = new ArrayList<>();
    for (SampleImages.SampleImage sample : SampleImages.all()) {
      images.add(
          new LabelledImage(
              sample.name(), List.of(List.of(sample.id(), sample.label())), sample::bytes));
    }
    return new LabelledImages(SAMPLES, images);
  }

  /**
   * Images from a folder of class folders (torchvision's {@code ImageFolder}), from archives, see
   * {@link ArchivedLabels}, or of a CSV file, see {@link #ofCsv}.
   *
   * @param rules what is taken below the folder
   * @throws IOException where the CSV file cannot be read
   * @throws IllegalArgumentException if it is malformed, with a message for the user
   * @throws NoImageException where there is no image in the folder
   */
  public static LabelledImages read(Path path, WalkRules rules)
      throws IOException, NoImageException {
    List<String> roots = NumberedPaths.expanded(List.of(path.toString()));
    return roots.size() > 1 || isWalked(path)
        ? ofFolders(path.toString(), roots, rules)
        : new LabelledImages(path.toString(), ofCsv(path));
  }

  /** Whether a path is a folder or an archive. */
  public static boolean isWalked(Path path) {
    return Files.isDirectory(path)
        || (Files.isRegularFile(path) && ArchiveFile.isName(path.toString()));
  }

  /**
   * The name of the folder directly below the root is the label, at whatever depth the image is, or
   * else what an archive tells.
   */
  private static LabelledImages ofFolders(String source, List<String> roots, WalkRules rules)
      throws IOException, NoImageException {
    List<LabelledImage> images = new ArrayList<>();
    ScanOptions scan = ScanOptions.of(roots, rules);
    ArchivedLabels labels = TrueLabels.below(roots);
    try (ImageWalk walk = labels.walk(scan)) {
      while (walk.hasNext()) {
        ImageRef image = walk.next();
        images.add(
            new LabelledImage(
                image.name(), labels.sources(image.name()), new Source(image.source())));
      }
      if (images.isEmpty()) {
        throw new NoImageException(WalkText.nothingTaken(walk.counts(), scan));
      }
      return new LabelledImages(source, images, walk.counts(), labels);
    }
  }

  /**
   * Reads {@code path,label} or {@code path,id,label} (RFC 4180, also with semicolons or tabs). A
   * first line that names a column {@code path}, {@code file}, {@code filename} or {@code image} is
   * a header; its columns {@code id} and {@code label}, or what is usual for these, then count,
   * wherever they are. Paths are relative to the file's own folder.
   */
  static List<LabelledImage> ofCsv(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    OpenArchives archives = new OpenArchives();
    List<LabelledImage> images = new ArrayList<>();
    try (BufferedReader reader = TextFile.open(file);
        CSVParser records =
            CSVParser.builder()
                .setReader(reader)
                .setFormat(FORMAT.builder().setDelimiter(TextFile.delimiter(reader)).get())
                .get()) {
      Columns columns = null;
      for (CSVRecord line : records) {
        if (columns == null) {
          columns = Columns.of(file, line);
          if (columns.inHeader()) {
            continue;
          }
        }
        if (!columns.fit(line)) {
          throw new IllegalArgumentException(
              "%s, line %d: %d columns; expected path,label or path,id,label%s"
                  .formatted(
                      file,
                      records.getCurrentLineNumber(),
                      line.size(),
                      columns.inHeader() ? ", as many as in the header" : ""));
        }
        images.add(image(folder, columns, line, archives));
      }
    } catch (UncheckedIOException e) {
      Optional<MalformedFileException> malformed = TextFile.malformed(e);
      if (malformed.isPresent()) {
        throw malformed.get();
      }
      throw new IllegalArgumentException(file + " is no CSV: " + TextFile.reason(e), e);
    }
    return images;
  }

  /**
   * Where a row has what.
   *
   * @param labels the most exact first
   * @param width how many columns a header has; 0 where there is none
   */
  private record Columns(int path, List<Integer> labels, int width) {
    private static final Set<String> IDS = Set.of("id", "wnid", "synset");
    private static final Set<String> NAMES =
        Set.of("label", "class", "class_name", "category", "target");

    static Columns of(Path file, CSVRecord first) {
      List<String> names =
          first.stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
      List<Integer> labels = new ArrayList<>(places(names, IDS));
      labels.addAll(places(names, NAMES));
      List<Integer> paths = places(names, PathList.PATH_COLUMNS);
      boolean header = !paths.isEmpty() && (paths.get(0) == 0 || !labels.isEmpty());
      if (!header) {
        return new Columns(0, first.size() == 3 ? List.of(1, 2) : List.of(1), 0);
      }
      int path = paths.get(0);
      if (labels.isEmpty() && names.size() == 2) {
        labels.add(1 - path);
      } else if (labels.isEmpty() && names.size() == 3 && path == 0) {
        labels.addAll(List.of(1, 2));
      } else if (labels.isEmpty()) {
        throw new IllegalArgumentException(
            file + " has the columns " + names + "; expected one called label or id beside path");
      }
      return new Columns(path, labels, names.size());
    }

    private static List<Integer> places(List<String> names, Set<String> wanted) {
      return IntStream.range(0, names.size())
          .filter(i -> wanted.contains(names.get(i)))
          .boxed()
          .toList();
    }

    boolean inHeader() {
      return width > 0;
    }

    boolean fit(CSVRecord row) {
      return inHeader() ? row.size() == width : row.size() == 2 || row.size() == 3;
    }

    List<String> labelsOf(CSVRecord row) {
      return inHeader()
          ? labels.stream().map(row::get).toList()
          : row.toList().subList(1, row.size());
    }
  }

  private static LabelledImage image(
      Path folder, Columns columns, CSVRecord line, OpenArchives archives) {
    String name = line.get(columns.path());
    try {
      Path path = folder.resolve(name);
      List<String> labels =
          columns.labelsOf(line).stream().filter(label -> !label.isBlank()).toList();
      return new LabelledImage(
          name, List.of(labels), new Source(ImageScanner.source(path, archives)));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("not a path: " + name, e);
    }
  }

  /** Read once as a rule: then nothing is held for it any more. */
  private record Source(ImageSource image) implements LabelledImage.ImageBytes {
    @Override
    public byte[] read() throws ImageException {
      try {
        return image.read();
      } finally {
        image.release();
      }
    }

    @Override
    public void release() {
      image.release();
    }
  }

  /** Whether a source is the drawn images of the program, which say less than photographs. */
  public static boolean areSamples(String source) {
    return source.equals(SAMPLES);
  }

  /** Images and where they are from, to follow a figure: {@code 200 in photos}. */
  public static String described(long count, String source) {
    if (areSamples(source)) {
      return count + " drawn samples";
    }
    try {
      Path name = Path.of(source).getFileName();
      return count + " in " + (name == null ? source : name);
    } catch (InvalidPathException e) {
      return count + " in " + source;
    }
  }

  /** At most so many of them, evenly spread over the list, so that every class keeps its share. */
  public LabelledImages atMost(int count) {
    if (images.size() <= count) {
      return this;
    }
    List<LabelledImage> taken =
        IntStream.range(0, count)
            .mapToObj(i -> images.get((int) ((long) i * images.size() / count)))
            .toList();
    Set<LabelledImage> left = Collections.newSetFromMap(new IdentityHashMap<>());
    left.addAll(images);
    taken.forEach(left::remove);
    left.forEach(image -> image.content().release());
    return new LabelledImages(source, taken, walk, labels);
  }

  /**
   * Splits the images, keeping their order, by whether one of their labels matches one of the
   * model's classes.
   */
  public Matched match(LabelIndex classes) {
    List<Known> known = new ArrayList<>();
    List<LabelledImage> unmatched = new ArrayList<>();
    for (LabelledImage image : images) {
      image
          .match(classes)
          .index()
          .ifPresentOrElse(index -> known.add(new Known(image, index)), () -> unmatched.add(image));
    }
    return new Matched(known, unmatched);
  }

  /** Whether labels are the names of folders. */
  private boolean areFolders() {
    return labels != null && labels.areFolders();
  }

  /** Whether files in archives say the labels. */
  public boolean areShards() {
    return labels != null && !labels.areFolders();
  }

  /**
   * Sentences on labels that cannot be read, are of no image, mean no class or several. Not
   * escaped.
   */
  public List<String> notes(LabelIndex classes) {
    UnmatchedLabels unmatched = new UnmatchedLabels(classes, areFolders());
    images.forEach(image -> unmatched.add(image.labels(), image.match(classes), image.name()));
    List<String> notes = new ArrayList<>();
    if (labels != null) {
      labels.note().ifPresent(notes::add);
    }
    unmatched.note().ifPresent(notes::add);
    return notes;
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
   * @param sources what each place that says something of it names its class, the most exact first:
   *     a WordNet id, a name, an index
   * @param content reads the encoded image; may be called by any thread
   */
  public record LabelledImage(String name, List<List<String>> sources, ImageBytes content) {
    public LabelledImage {
      sources = List.copyOf(sources);
    }

    /** All that names its class. */
    public List<String> labels() {
      return sources.stream().flatMap(List::stream).distinct().toList();
    }

    /** The class that its labels mean; none or several where they contradict each other. */
    public ClassMatch match(LabelIndex classes) {
      return classes.findAgreeing(sources);
    }

    /** Reads an encoded image. */
    public interface ImageBytes {
      byte[] read() throws ImageException;

      /** Nobody is going to read it: what is held for that is let go. */
      default void release() {}
    }
  }
}
