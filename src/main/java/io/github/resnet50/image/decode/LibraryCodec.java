package io.github.resnet50.image.decode;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.RgbImage;
import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;

/** Decodes by an ImageIO reader: the JDK's own or a plugin. */
final class LibraryCodec implements ImageCodec {
  private final ImageReaderSpi provider;

  /**
   * A codec for files that are {@link LibraryFile}s.
   *
   * @param reader how the class name of the reader's provider starts
   */
  LibraryCodec(String reader) {
    this.provider = Readers.provider(reader);
  }

  /**
   * Needs memory for the library's pixels besides its own; they may have four samples of 16 bits.
   */
  @Override
  public long heapBytes(ImageFile file, int reduction) {
    return (RGB + 8) * file.width() * file.height();
  }

  @Override
  public RgbImage decode(ImageFile file) throws ImageException {
    return read(((LibraryFile) file).picture(), file.width(), file.height());
  }

  /**
   * Decodes a picture.
   *
   * @param width columns that it must have
   * @param height rows that it must have
   */
  RgbImage read(ImageInputStream stream, int width, int height) throws ImageException {
    BufferedImage image;
    List<String> warnings = new ArrayList<>();
    try {
      ImageReader reader = provider.createReaderInstance();
      try {
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        reader.setInput(stream, true, true);
        image = reader.read(0);
      } finally {
        reader.dispose();
      }
    } catch (EOFException | StrictStream.ExhaustedException e) {
      throw new ImageException(Kind.TRUNCATED, "the data ends before the picture does", e);
    } catch (IOException e) {
      throw new ImageException(Kind.CORRUPT, "damaged image: " + ImageDecoder.reason(e), e);
    }
    for (String warning : warnings) {
      throw new ImageException(
          Kind.CORRUPT, "damaged image: " + warning.lines().findFirst().orElse(""));
    }
    if (image.getWidth() != width || image.getHeight() != height) {
      throw new ImageException(Kind.CORRUPT, "the picture has another size than its header");
    }
    return new RgbImage(width, height, BufferedPixels.toRgb(image));
  }
}
