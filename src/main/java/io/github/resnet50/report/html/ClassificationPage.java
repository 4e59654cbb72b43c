package io.github.resnet50.report.html;

import static io.github.resnet50.basics.Figure.COUNT;
import static io.github.resnet50.basics.Figure.MEASURED;
import static io.github.resnet50.basics.Figure.SHARE;

import io.github.resnet50.image.RgbImage;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.ItemResult.Answer;
import io.github.resnet50.report.ItemResult.Prediction;
import io.github.resnet50.report.html.Card.Picture;
import io.github.resnet50.report.html.Groups.By;
import io.github.resnet50.report.html.Groups.GroupTable;
import io.github.resnet50.report.html.HtmlPage.Tile;
import io.github.resnet50.report.timing.TimingReport;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What {@code classify} found, to look at. Takes pictures from many threads, records from one;
 * memory does not grow with the number of images.
 */
public final class ClassificationPage {
  private static final int CONFIDENCE_BINS = 20;

  private final long start = System.nanoTime();
  private final SampleGallery gallery = new SampleGallery();
  private final Links links;
  private final Timeline timeline = new Timeline();
  private final Groups labels = new Groups(By.LABEL);
  private final Groups folders = new Groups(By.FOLDER);
  private final RollUpView view;
  private final AnswerTree tree;
  private final long[] confidence = new long[CONFIDENCE_BINS];
  private final Failures failures = new Failures();
  private final SceneMaps scenes = new SceneMaps();
  private long ok;
  private long failed;
  private long rolledUp;
  private long unsure;

  /**
   * @param page where it will be written, for links to the images
   * @param view what is known of decisions
   */
  public ClassificationPage(Path page, RollUpView view) {
    this.links = new Links(page);
    this.view = view;
    this.tree = new AnswerTree(view.outline());
  }

  /**
   * Takes what the model sees of an image; quick for images that are not shown.
   *
   * @param index place in the walk
   */
  public void picture(long index, RgbImage pixels) {
    gallery.picture(index, pixels);
  }

  /**
   * Takes a scene of which tiles are classified; again for each of them. Its records follow.
   *
   * @param name as in its records
   * @param picture of the scene, small; asked for at the end
   */
  public synchronized void scene(String name, int width, int height, Supplier<RgbImage> picture) {
    scenes.scene(name, width, height, picture);
  }

  /** Takes a record that was written. */
  public synchronized void add(ItemResult result) {
    timeline.add((System.nanoTime() - start) / 1e9);
    gallery.add(result, links);
    scenes.add(result);
    if (result instanceof ItemResult.Predicted predicted) {
      ok++;
      Prediction best = predicted.predictions().get(0);
      labels.add(best.label(), best.probability());
      folders.add(Picture.folder(result.name()), best.probability());
      count(predicted);
      int bin = (int) (best.probability() * CONFIDENCE_BINS);
      confidence[Math.min(bin, CONFIDENCE_BINS - 1)]++;
    } else if (result instanceof ItemResult.Failed failure) {
      failed++;
      failures.add(failure);
      folders.add(Picture.folder(result.name()));
    }
  }

  /** At what it was taken for: where images are rolled up, that. */
  private void count(ItemResult.Predicted image) {
    Prediction best = image.predictions().get(0);
    Answer answer = image.rollup();
    if (view.threshold() == null) {
      tree.add(best.id(), best.label(), best.probability(), false);
    } else if (answer == null) {
      unsure++;
    } else {
      boolean isRolledUp = view.isRolledUp(image);
      rolledUp += isRolledUp ? 1 : 0;
      tree.add(answer.id(), answer.label(), answer.probability(), isRolledUp);
    }
  }

  /**
   * Writes the page.
   *
   * @param warning what the reader should know first, such as that the run was interrupted; may be
   *     empty
   */
  public synchronized void write(TimingReport report, String warning, Writer out)
      throws IOException {
    ClassificationSections sections =
        new ClassificationSections(
            tiles(report),
            warning,
            scenes.view(),
            groups(),
            tree.view("mean probability", (mean, images) -> SHARE.of(mean)),
            rollUp(),
            ok == 0 ? null : new ConfidenceHistogram(confidence).chart(),
            gallery.view(view),
            failures.view(ok + failed),
            TimingsView.of(report, timeline.chart(report.measurements().batches())));
    String title = "Classified by " + report.model().name();
    new HtmlPage(title, report.program().name(), "classification.html", sections).write(out);
  }

  /** The variables of {@code classification.html}; what is null is not shown. */
  record ClassificationSections(
      List<Tile> tiles,
      String warning,
      List<SceneMap.View> scenes,
      List<GroupTable> groups,
      AnswerTree.TreeView tree,
      String rollUp,
      Chart confidence,
      Gallery gallery,
      Failures.FailureList failures,
      TimingsView timings) {
    /** The heading stands above all of them. */
    boolean hasScenes() {
      return scenes != null;
    }
  }

  /** What was rolled up, and why; empty where nothing was to be. */
  private String rollUp() {
    return view.threshold() == null
        ? ""
        : ("Rolled up to %s: %s of %s images are called by a class, since it reaches that; %s by"
                + " the most specific node whose classes together do; %s by nothing, since none"
                + " does.")
            .formatted(
                SHARE.of(view.threshold()),
                COUNT.of(ok - rolledUp - unsure),
                COUNT.of(ok),
                COUNT.of(rolledUp),
                COUNT.of(unsure));
  }

  private List<Tile> tiles(TimingReport report) {
    return List.of(
        new Tile("Images", COUNT.of(ok + failed)),
        new Tile("Classified", COUNT.of(ok), failed == 0 ? "good" : ""),
        new Tile("Failed", COUNT.of(failed), failed == 0 ? "" : "bad"),
        new Tile(
            "Images a second once running", MEASURED.of(report.measurements().imagesPerSecond())),
        new Tile("Seconds in all", MEASURED.of(report.measurements().wallSeconds())));
  }

  /** By folder only where there are several. */
  private List<GroupTable> groups() {
    return Stream.of(labels, folders)
        .filter(groups -> groups == labels ? ok > 0 : !groups.isOne())
        .map(groups -> groups.table("Mean probability", (mean, images) -> SHARE.of(mean)))
        .toList();
  }
}
