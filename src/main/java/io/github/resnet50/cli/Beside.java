package io.github.resnet50.cli;

import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.html.ClassificationPage;
import io.github.resnet50.run.RunListener;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A tee: a page gets the pictures and records of a run, the console everything that it shows.
 *
 * @param pictures called from many threads
 * @param records called from one
 */
record Beside(
    RunListener console, BiConsumer<ImageRef, RgbImage> pictures, Consumer<ItemResult> records)
    implements RunListener {
  /**
   * @param page null: the console alone
   */
  static RunListener page(RunListener console, ClassificationPage page) {
    return page == null
        ? console
        : new Beside(console, (ref, pixels) -> page.picture(ref.index(), pixels), page::add);
  }

  @Override
  public void walkEnded(long found) {
    console.walkEnded(found);
  }

  @Override
  public void decoded(ImageRef ref, RgbImage pixels) {
    pictures.accept(ref, pixels);
  }

  @Override
  public void kept(int ok, int failed) {
    console.kept(ok, failed);
  }

  @Override
  public void written(ItemResult result) {
    console.written(result);
    records.accept(result);
  }
}
