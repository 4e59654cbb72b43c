package io.github.resnet50.image.decode;

import io.github.resnet50.image.RgbImage;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A codec for tests: every image is black.
 *
 * @param taken which files it decodes
 * @param first what it does before that
 */
public record FakeCodec(Predicate<ImageFile> taken, Consumer<ImageFile> first)
    implements ImageCodec {
  @Override
  public boolean reads(ImageFile file) {
    return taken.test(file);
  }

  @Override
  public RgbImage decode(ImageFile file) {
    first.accept(file);
    return new RgbImage(file.width(), file.height(), new byte[3 * file.width() * file.height()]);
  }
}
