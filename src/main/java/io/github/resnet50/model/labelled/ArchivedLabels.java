package io.github.resnet50.model.labelled;

import io.github.resnet50.basics.Text;
import io.github.resnet50.image.Subtrees;
import io.github.resnet50.image.walk.ImageScanner;
import io.github.resnet50.image.walk.ImageWalk;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.image.walk.Sidecars;
import io.github.resnet50.model.labelled.LabelFile.UnreadableLabelException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Labels that come with the images: in archives that hold any, the files {@code .cls} and {@code
 * .json} of a sample (WebDataset); elsewhere the names of class folders. They are collected while
 * the images are walked. Files of one sample share what is before the first dot of their names, and
 * need not lie side by side; where several say a label, they must mean the same class. Thread-safe.
 */
public final class ArchivedLabels implements TrueLabels, Sidecars {
  private static final int MOST_OF_STREAM = 10_000;

  private final TrueLabels folders;

  /** What each file says of a sample, by prefix, folder and name without the suffix. */
  private final SampleLabels samples = new SampleLabels();

  private final Set<String> unused = new LinkedHashSet<>(); // samples of which no image came

  private final Subtrees labelled = new Subtrees(); // archives
  private final Set<String> unreadable = new HashSet<>(); // each once, however often it is walked
  private String firstUnreadable; // and what is wrong with it; null: none
  private boolean isAny;
  private long entered; // archives
  private boolean isInside; // the last of them

  /**
   * @param folders for images in no archive, or in one without such files
   */
  public ArchivedLabels(TrueLabels folders) {
    this.folders = folders;
  }

  @Override
  public ImageWalk walk(ScanOptions scan) throws IOException {
    return over(new ImageScanner(scan, this), Integer.MAX_VALUE);
  }

  /**
   * A walk over a stream, whose sidecars these are: each image comes once its label is known, or so
   * many wait that what waits with them would be too much.
   */
  public ImageWalk over(ImageWalk images) {
    return over(images, MOST_OF_STREAM);
  }

  private ImageWalk over(ImageWalk images, int mostWaiting) {
    return images.filtered(all -> new LabelledWalk(all, this, mostWaiting));
  }

  @Override
  public boolean takes(String name) {
    return LabelFile.isName(name);
  }

  @Override
  public void add(String prefix, String name, byte[] content) {
    List<String> labels;
    try {
      labels = LabelFile.labels(name, content);
    } catch (UnreadableLabelException e) {
      unreadable(prefix, name, e.getMessage());
      return;
    }
    if (!labels.isEmpty()) {
      add(prefix, prefix + stem(name), labels);
    }
  }

  private synchronized void add(String prefix, String sample, List<String> labels) {
    isAny = true;
    addLabelled(prefix);
    List<List<String>> before = samples.of(sample);
    if (before.isEmpty()) {
      unused.add(sample);
    }
    if (!before.contains(labels)) {
      List<List<String>> all = new ArrayList<>(before);
      all.add(labels);
      samples.put(sample, all);
    }
  }

  private void addLabelled(String prefix) {
    if (prefix.isEmpty()) {
      labelled.addAll();
    } else {
      labelled.add(prefix);
    }
  }

  @Override
  public synchronized void unreadable(String prefix, String name, String problem) {
    String file = prefix + name;
    firstUnreadable = firstUnreadable == null ? file + ": " + problem : firstUnreadable;
    unreadable.add(file);
    if (name.endsWith(".cls")) {
      isAny = true;
      addLabelled(prefix); // its folders are no labels
    }
  }

  @Override
  public synchronized void enter() {
    entered++;
    isInside = true;
  }

  @Override
  public synchronized void leave() {
    isInside = false;
  }

  /** The number of the archive that the walk is in; 0: in none. */
  synchronized long archive() {
    return isInside ? entered : 0;
  }

  /** Whether a label of the image has been met. */
  boolean knows(String image) {
    return !told(image).isEmpty();
  }

  private static String stem(String name) {
    int dot = name.lastIndexOf('.');
    return dot > name.lastIndexOf('/') ? name.substring(0, dot) : name;
  }

  /** What each file says of an image; none where none does. */
  private synchronized List<List<String>> told(String image) {
    int start = image.lastIndexOf('/') + 1;
    int dot = image.indexOf('.', start);
    String name = stem(image);
    if (dot >= 0 && !samples.has(name)) {
      name = image.substring(0, dot);
    }
    unused.remove(name);
    return samples.of(name);
  }

  private synchronized boolean isInLabelled(String image) {
    return isAny && labelled.above(image).isPresent();
  }

  @Override
  public String source() {
    return areFolders() ? folders.source() : ".cls and .json in archives";
  }

  @Override
  public synchronized boolean areFolders() {
    return !isAny;
  }

  @Override
  public List<String> of(String name) {
    return sources(name).stream().flatMap(List::stream).distinct().toList();
  }

  @Override
  public List<List<String>> sources(String name) {
    List<List<String>> told = told(name);
    if (told.isEmpty()) {
      return isInLabelled(name) ? List.of() : folders.sources(name);
    }
    return told;
  }

  @Override
  public synchronized Optional<String> note() {
    List<String> parts = new ArrayList<>();
    if (firstUnreadable != null) {
      parts.add(
          "%s of labels cannot be read, such as %s"
              .formatted(Text.counted(unreadable.size(), "file"), firstUnreadable));
    }
    if (!unused.isEmpty()) {
      parts.add(
          "%s in archives %s to no image, such as that of %s"
              .formatted(
                  Text.counted(unused.size(), "label"),
                  unused.size() == 1 ? "belongs" : "belong",
                  unused.iterator().next()));
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", parts));
  }
}
