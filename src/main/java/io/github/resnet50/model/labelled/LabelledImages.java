package io.github.resnet50.model.labelled;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.NoImageException;
import io.github.resnet50.image.walk.ImageScanner;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.image.walk.WalkCounts;
import io.github.resnet50.image.walk.WalkRules;
import io.github.resnet50.image.walk.WalkText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A list of labelled images; no image has been read yet.
 *
 * @param source where they come from, for messages
 * @param images in a stable order
 * @param walk what the walk that found them came across; nothing where there was none
 */
public record LabelledImages(String source, List<LabelledImage> images, WalkCounts walk) {
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
    for (SampleImages.Sample sample : SampleImages.all()) {
      images.add(
          new LabelledImage(sample.name(), List.of(sample.id(), sample.label()), sample::bytes));
    }
    return new LabelledImages("built-in samples", images);
  }

  /**
   * Images from a folder of class folders (torchvision's {@code ImageFolder}) or of a CSV file, see
   * {@link LabelCsv}.
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
        : new LabelledImages(path.toString(), LabelCsv.read(path));
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
          .ifPresentOrElse(index -> known.add(new Known(image, index)), () -> unmatched.add(image));
    }
    return new Matched(known, unmatched);
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
