package io.github.resnet50.tag;

import io.github.resnet50.basics.FileNames;
import io.github.resnet50.basics.LongMap;
import io.github.resnet50.basics.SafeFiles;
import io.github.resnet50.basics.Sha256;
import io.github.resnet50.recorded.RecordedImage;
import io.github.resnet50.recorded.RecordedImage.Found;
import io.github.resnet50.report.ItemResult.Predicted;
import io.github.resnet50.tag.xmp.Keywords;
import io.github.resnet50.tag.xmp.SidecarChange;
import io.github.resnet50.tag.xmp.SidecarChange.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Goes through records and writes keywords into sidecars, or says what it would write. Images are
 * only looked for, never opened; what is kept of a record is a number. For one thread.
 */
public final class Tagging {
  private final KeywordChoice choice; // null: what is ours is taken out
  private final Settings settings;
  private final SidecarNames names;
  private final Listener listener;
  private final TagPlan plan = new TagPlan();
  private final LongMap seen = new LongMap(); // sidecars

  /**
   * How it goes about it.
   *
   * @param style how new sidecars are named
   * @param takesChanged whether images count that have changed since they were classified
   * @param applies whether anything is written
   */
  public record Settings(SidecarStyle style, boolean takesChanged, boolean applies) {}

  /** Is told of sidecars as they come. */
  public interface Listener {
    /** Of one that is written or deleted, or would be. */
    void changed(Path sidecar, SidecarChange change) throws IOException;

    /**
     * Of one that stays as it is, since something is wrong with it.
     *
     * @param why with its name
     */
    void failed(String why);
  }

  /**
   * @param choice what images are called; null: what is ours is taken out
   */
  public Tagging(KeywordChoice choice, Settings settings, Listener listener) {
    this.choice = choice;
    this.settings = settings;
    this.names = new SidecarNames(settings.style());
    this.listener = listener;
  }

  /**
   * Goes through records until their end.
   *
   * @param stopped asked before each whether to end early
   * @throws IOException where the listener fails; what is wrong with a sidecar it is told
   */
  public TagPlan run(Iterator<RecordedImage> images, BooleanSupplier stopped) throws IOException {
    while (!stopped.getAsBoolean() && images.hasNext()) {
      plan.record();
      RecordedImage image = images.next();
      Found found = image.find();
      Optional<LeftOut> reason = leftOut(image, found);
      reason.ifPresent(why -> plan.leaveOut(why, image.name()));
      if (reason.isEmpty() || reason.get().isOfAnswer()) {
        tag(image, found.path()); // what was sure once may stand in its sidecar
      }
    }
    return plan;
  }

  private Optional<LeftOut> leftOut(RecordedImage image, Found found) {
    if (found.isEntry()) {
      return Optional.of(LeftOut.IN_ARCHIVE);
    }
    boolean removes = choice == null; // also beside images that are others now, or gone
    Optional<LeftOut> why =
        switch (found.standing()) {
          case FILE -> Optional.empty();
          case ENTRY -> Optional.of(LeftOut.IN_ARCHIVE);
          case TILE -> Optional.of(LeftOut.TILE);
          case CHANGED ->
              removes || settings.takesChanged() ? Optional.empty() : Optional.of(LeftOut.CHANGED);
          case FAILED -> removes ? Optional.empty() : Optional.of(LeftOut.FAILED);
          case MISSING, NO_FILE ->
              removes && !found.path().toString().isEmpty()
                  ? Optional.empty()
                  : Optional.of(LeftOut.MISSING);
        };
    return why.isPresent() || removes ? why : choice.leftOut((Predicted) image.record());
  }

  private void tag(RecordedImage image, Path path) throws IOException {
    Path sidecar = path;
    SidecarChange change;
    try {
      sidecar = names.of(path);
      if (!seen.add(new Sha256().add(FileNames.whole(sidecar.normalize())).head())) {
        plan.leaveOut(LeftOut.REPEATED, image.name());
        return;
      }
      change =
          change(
              SidecarFile.read(sidecar),
              choice == null ? Keywords.NONE : choice.of((Predicted) image.record()));
    } catch (IOException e) {
      String why = FileNames.whole(sidecar) + ": " + SafeFiles.reason(e);
      plan.fail(why);
      listener.failed(why);
      return;
    }
    if (change != null) {
      plan.add(change);
      if (change.kind() != Kind.NONE) {
        listener.changed(sidecar, change);
      }
    }
  }

  /** Null where there is no sidecar, and none is needed. */
  private SidecarChange change(SidecarFile file, Keywords keywords) throws IOException {
    if (file.text() == null && keywords.isEmpty()) {
      return null;
    }
    SidecarChange change = SidecarChange.of(file.text(), keywords);
    if (change.kind() == Kind.NONE) {
      return change;
    }
    file.requireReplaceable();
    if (settings.applies()) {
      file.become(change.text());
    }
    return change;
  }
}
