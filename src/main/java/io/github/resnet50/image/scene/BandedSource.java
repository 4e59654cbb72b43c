package io.github.resnet50.image.scene;

import io.github.resnet50.image.ImageBytes;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.ImageSource;
import io.github.resnet50.image.decode.ImageFormat;
import io.github.resnet50.image.decode.PixelRows;
import java.io.UncheckedIOException;

/**
 * A TIFF as one image, with the bands that are asked for; any other file is what it is.
 *
 * @param file as it is, with all of its bands
 */
public record BandedSource(ImageSource file, SceneOptions options) implements ImageSource {
  @Override
  public byte[] read() throws ImageException {
    try (ImageBytes encoded = file.open()) {
      if (!ImageFormat.isTiff(encoded)) {
        return encoded.all();
      }
      try (PixelRows rows = PixelRows.open(encoded, options.bands(), options.maxPixels())) {
        return PlainTiff.of(rows.all(), 0, 0);
      }
    } catch (UncheckedIOException e) {
      throw ImageBytes.unreadable(e);
    } catch (OutOfMemoryError e) {
      throw new ImageException(Kind.OUT_OF_MEMORY, "the Java heap is too small for its bands", e);
    } catch (RuntimeException e) {
      throw new ImageException(Kind.CORRUPT, "damaged image data", e);
    }
  }

  @Override
  public Stat stat() {
    return file.stat();
  }

  @Override
  public void release() {
    file.release();
  }

  @Override
  public String state() {
    return file.state();
  }
}
