package io.github.resnet50.adapt;

import io.github.resnet50.adapt.AdaptReport.Alike;
import io.github.resnet50.adapt.AdaptRun.UnusableDataException;
import io.github.resnet50.adapt.Dataset.Image;
import io.github.resnet50.adapt.train.TrainingPool;
import io.github.resnet50.basics.Text;
import io.github.resnet50.image.walk.WalkText;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.labelled.ClassMatch;
import io.github.resnet50.model.labelled.LabelIndex;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The images to learn from and those held out, checked: whether they suffice for training, and what
 * makes the figures doubtful.
 *
 * @param dataset both
 * @param train places to learn from: none shows the same as a held-out one
 * @param heldOut places of the images that the user holds out
 * @param leftOut how many training images a held-out one shows too
 * @param warnings sentences
 */
@SuppressWarnings("ArrayRecordComponent")
record CheckedData(
    Dataset dataset, int[] train, int[] heldOut, int leftOut, List<String> warnings) {
  /** Below this number of images a class's own figures mean little. */
  static final int FEW = 10;

  private static final int MOST_NAMES = 5;

  /**
   * @param given what the user holds out; null where that is nothing
   */
  static CheckedData of(LabelledFeatures learnt, LabelledFeatures given)
      throws UnusableDataException {
    List<String> warnings = new ArrayList<>();
    List<String> classes = classes(learnt, warnings);
    List<Image> images = images(learnt, classes);
    int learntCount = images.size();
    if (given != null) {
      warnOfUnlabelled(given, warnings);
      warnOfPassedOver(given, warnings);
      images.addAll(heldOutImages(given, classes, warnings));
    }
    CheckedData data = split(Dataset.of(classes, images), learntCount, warnings);
    data.warnOfFewAndAlike();
    return data;
  }

  /** The classes that have images. */
  private static List<String> classes(LabelledFeatures learnt, List<String> warnings)
      throws UnusableDataException {
    List<String> classes = new ArrayList<>();
    for (String name : learnt.classes()) {
      if (learnt.images(name).isEmpty()) {
        warnings.add("class " + name + ": no image can be read; it is left out");
      } else {
        classes.add(name);
      }
    }
    warnOfUnlabelled(learnt, warnings);
    warnOfPassedOver(learnt, warnings);
    for (List<Label> alike : index(classes).alike()) {
      warnings.add(
          names(alike.stream().map(Label::name).toList())
              + " differ in letter case, spaces or accents' forms only and are learnt as "
              + alike.size()
              + " classes: if they are one, put their images into one folder");
    }
    if (classes.size() < 2) {
      throw new UnusableDataException(
          "expected a folder for each of 2 classes or more, with images in them; found "
              + (classes.isEmpty() ? "none" : "only " + classes.get(0))
              + (warnings.isEmpty() ? "" : "; " + String.join("; ", warnings)));
    }
    return classes;
  }

  private static void warnOfUnlabelled(LabelledFeatures folder, List<String> warnings) {
    List<String> paths = folder.unlabelled();
    if (!paths.isEmpty()) {
      warnings.add(
          Text.counted(paths.size(), "image")
              + (paths.size() == 1
                  ? " lies in no class folder and is left out: "
                  : " lie in no class folder and are left out: ")
              + names(paths));
    }
    List<String> contradictory = folder.contradictory();
    if (!contradictory.isEmpty()) {
      warnings.add(
          Text.counted(contradictory.size(), "image")
              + (contradictory.size() == 1
                  ? " has labels that contradict each other and is left out: "
                  : " have labels that contradict each other and are left out: ")
              + names(contradictory));
    }
  }

  private static void warnOfPassedOver(LabelledFeatures folder, List<String> warnings) {
    WalkText.foldersWithoutImage(folder.walk()).ifPresent(warnings::add);
    WalkText.note(folder.walk().passedOver()).ifPresent(warnings::add);
  }

  private static LabelIndex index(List<String> classes) {
    return new LabelIndex(classes.stream().map(Label::parse).toList());
  }

  private static List<Image> images(LabelledFeatures folder, List<String> classes) {
    List<Image> images = new ArrayList<>();
    for (int c = 0; c < classes.size(); c++) {
      for (Image image : folder.images(classes.get(c))) {
        images.add(image.withLabel(c));
      }
    }
    return images;
  }

  private static List<Image> heldOutImages(
      LabelledFeatures given, List<String> classes, List<String> warnings)
      throws UnusableDataException {
    LabelIndex index = index(classes);
    List<Image> images = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (String name : given.classes()) {
      ClassMatch match = index.find(Label.parse(name));
      match
          .index()
          .ifPresentOrElse(
              c -> given.images(name).forEach(image -> images.add(image.withLabel(c))),
              () -> unknown.add(match.isNone() ? name : name + " is " + index.describe(match)));
    }
    if (images.isEmpty()) {
      List<String> reasons = new ArrayList<>();
      warnOfPassedOver(given, reasons);
      throw new UnusableDataException(
          "--val holds no image of the classes of --train, which are "
              + names(classes)
              + (reasons.isEmpty() ? "" : "; " + String.join("; ", reasons)));
    }
    if (!unknown.isEmpty()) {
      warnings.add("--val has classes that --train has not; left out: " + names(unknown));
    }
    Set<Integer> found = images.stream().map(Image::label).collect(Collectors.toSet());
    List<String> missing =
        IntStream.range(0, classes.size())
            .filter(c -> !found.contains(c))
            .mapToObj(classes::get)
            .toList();
    if (!missing.isEmpty()) {
      warnings.add("--val has no image of " + names(missing));
    }
    return images;
  }

  private static CheckedData split(Dataset dataset, int learnt, List<String> warnings)
      throws UnusableDataException {
    int[] heldOut = IntStream.range(learnt, dataset.size()).toArray();
    int[] all = IntStream.range(0, learnt).toArray();
    int[] train = TrainTestSplit.without(dataset, all, heldOut).train();
    int leftOut = learnt - train.length;
    if (leftOut > 0) {
      warnings.add(
          leftOut + " training images show the same as held-out ones and are not learnt from");
    }
    List<String> single =
        IntStream.range(0, dataset.classes().size())
            .filter(label -> dataset.distinct(dataset.labelled(train, label)) < 2)
            .mapToObj(dataset.classes()::get)
            .toList();
    if (!single.isEmpty()) {
      throw new UnusableDataException(
          "a class needs 2 images at least that do not show the same, 1 to learn from and 1 to be"
              + " judged by"
              + (leftOut > 0 ? ", and none that --val shows too" : "")
              + "; "
              + names(single)
              + (single.size() == 1 ? " has" : " have")
              + " fewer: add images, or take the folder away");
    }
    return new CheckedData(dataset, train, heldOut, leftOut, warnings);
  }

  private void warnOfFewAndAlike() {
    int[] counts = dataset.counts(train);
    List<String> few =
        IntStream.range(0, counts.length)
            .filter(c -> counts[c] < FEW)
            .mapToObj(c -> dataset.classes().get(c) + " (" + counts[c] + ")")
            .toList();
    if (!few.isEmpty()) {
      warnings.add(
          "fewer than " + FEW + " images, so that their figures mean little: " + names(few));
    }
    warnOfUncompared();
    List<Alike> alike = alike();
    if (!alike.isEmpty()) {
      warnings.add(
          "%d pairs of images show the same but lie in different classes; the first: %s and %s"
              .formatted(alike.size(), alike.get(0).path(), alike.get(0).otherPath()));
    }
  }

  private void warnOfUncompared() {
    int[] counts = dataset.counts(IntStream.range(0, dataset.size()).toArray());
    List<String> large =
        IntStream.range(0, counts.length)
            .filter(c -> counts[c] > LookAlikes.MOST_IMAGES)
            .mapToObj(dataset.classes()::get)
            .toList();
    if (!large.isEmpty()) {
      warnings.add(
          Text.format(
              "more than %,d images, so that it is not told whether some look alike: %s",
              LookAlikes.MOST_IMAGES, names(large)));
    }
  }

  /** Pairs of images of different classes that show the same. */
  List<Alike> alike() {
    return dataset.duplicates().acrossClasses().stream()
        .map(
            pair -> {
              Image one = dataset.images().get(pair.one());
              Image other = dataset.images().get(pair.other());
              return new Alike(
                  one.path(),
                  dataset.classes().get(one.label()),
                  other.path(),
                  dataset.classes().get(other.label()));
            })
        .toList();
  }

  /**
   * The same with the training labels shuffled, as a check: nothing can then be learnt that holds
   * for unseen images. Images that show the same or look alike keep one label, so that a split that
   * tears them apart is found out.
   */
  CheckedData permuted(long seed, TrainingPool pool) {
    Dataset together = dataset.withLookAlikesJoined(pool);
    Map<Integer, Integer> labels = new LinkedHashMap<>();
    for (int i : train) {
      labels.putIfAbsent(together.group(i), dataset.label(i));
    }
    List<Integer> shuffled = new ArrayList<>(labels.values());
    Collections.shuffle(shuffled, new Random(seed));
    int next = 0;
    for (Map.Entry<Integer, Integer> group : labels.entrySet()) {
      group.setValue(shuffled.get(next++));
    }
    List<Image> images = new ArrayList<>(dataset.images());
    for (int i : train) {
      images.set(i, images.get(i).withLabel(labels.get(together.group(i))));
    }
    return new CheckedData(
        new Dataset(dataset.classes(), images, dataset.duplicates()),
        train,
        heldOut,
        leftOut,
        warnings);
  }

  /** The first few names, separated by commas. */
  private static String names(List<String> names) {
    return names.size() <= MOST_NAMES
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, MOST_NAMES))
            + " and "
            + (names.size() - MOST_NAMES)
            + " more";
  }
}
