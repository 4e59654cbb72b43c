package io.github.resnet50.recorded;

import io.github.resnet50.basics.Lookahead;
import io.github.resnet50.image.archive.OpenArchives;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.PredictionReader;
import io.github.resnet50.report.RecordExtent;
import io.github.resnet50.report.journal.RecordedStates;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * The records of a prediction file, of any format, each with the image that it is of: one after the
 * other, none of which is kept. What is wrong with the file is thrown as {@link
 * UncheckedIOException}, as {@link PredictionReader} does.
 */
public final class RecordedImages extends Lookahead<RecordedImage> implements Closeable {
  private final PredictionReader records;
  private final RecordedStates states;
  private final String base;
  private final UnaryOperator<ItemResult> decide;
  private final OpenArchives archives = new OpenArchives();

  /**
   * @param extent at least the details, by which images are found
   * @param base the folder that relative paths of records begin in; empty: the current one
   * @param decide what becomes of each record first
   */
  public RecordedImages(
      Path predictions, RecordExtent extent, String base, UnaryOperator<ItemResult> decide)
      throws IOException {
    this.records = PredictionReader.open(predictions, extent);
    this.base = base;
    this.decide = decide;
    try {
      this.states = new RecordedStates(predictions);
    } catch (IOException e) {
      records.close();
      throw e;
    }
  }

  @Override
  protected RecordedImage advance() {
    if (!records.hasNext()) {
      return null;
    }
    ItemResult record = decide.apply(records.next());
    try {
      String name = placed(base, record.name());
      return new RecordedImage(record, name, states.next(), archives);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A record's path as it is found from here, for people and other programs.
   *
   * @param base as above
   */
  static String placed(String base, String name) {
    boolean stays = base.isEmpty() || name.startsWith("/") || isAbsolute(name);
    return stays ? name : (base.endsWith("/") ? base : base + "/") + name;
  }

  private static boolean isAbsolute(String name) {
    try {
      return Path.of(name).isAbsolute();
    } catch (InvalidPathException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    try (records) {
      states.close();
    }
  }
}
