package io.github.resnet50.image.decode;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.RgbImage;
import java.awt.Rectangle;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;

/**
 * JPEG through the JDK's reader, which is libjpeg 6b with its exact inverse transform and smooth
 * chroma upsampling. The stored components are taken as they are and made RGB here, by libjpeg's
 * own formulas, so that colour profiles play no part and CMYK works.
 */
public final class JpegCodec implements ImageCodec {
  private static final List<String> OF_DATA =
      List.of("Corrupt JPEG data", "Inconsistent progression");

  /** Bytes between the picture and the end marker. */
  private static final Pattern SURPLUS = Pattern.compile("(\\d+) extraneous bytes before.* 0xd9");

  private final ImageReaderSpi provider = Readers.provider("com.sun.imageio.plugins.jpeg.");

  /** Besides the RGB pixels the stored components. */
  @Override
  public long heapBytes(ImageFile file, int reduction) {
    return (RGB + ((JpegFile) file).components()) * file.width() * file.height();
  }

  @Override
  public long nativeBytes(ImageFile file, int reduction) {
    return ((JpegFile) file).coefficientBytes();
  }

  @Override
  public RgbImage decode(ImageFile file) throws ImageException {
    JpegFile jpeg = (JpegFile) file;
    return new RgbImage(jpeg.width(), jpeg.height(), JpegColors.toRgb(jpeg, samples(jpeg)));
  }

  /** The components as they are stored, pixel by pixel. */
  byte[] samples(JpegFile jpeg) throws ImageException {
    return samples(jpeg, 0, jpeg.height());
  }

  /**
   * The same of some rows; those before them are decoded too.
   *
   * @param y the first
   */
  byte[] samples(JpegFile jpeg, int y, int height) throws ImageException {
    List<String> warnings = new ArrayList<>();
    Raster raster;
    try {
      ImageReader reader = provider.createReaderInstance();
      try {
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        reader.setInput(new ByteArrayImageInputStream(jpeg.essentials()), true, true);
        ImageReadParam part = reader.getDefaultReadParam();
        part.setSourceRegion(new Rectangle(0, y, jpeg.width(), height));
        raster = reader.readRaster(0, height == jpeg.height() ? null : part);
      } finally {
        reader.dispose();
      }
    } catch (IOException e) {
      throw damaged(jpeg, ImageDecoder.reason(e), e);
    }
    check(jpeg, warnings);
    return ((DataBufferByte) raster.getDataBuffer()).getData();
  }

  /**
   * libjpeg fills what it cannot decode with gray or with garbage and only warns. What it says of
   * the data decides; what it says of header fields, which it then does without, does not. What has
   * all its data and lacks the end marker alone is complete, if it comes in one scan.
   */
  private static void check(JpegFile jpeg, List<String> warnings) throws ImageException {
    for (String warning : warnings) {
      if (warning.contains("premature end of data segment")
          || warning.contains("marker 0xd9 instead of")) {
        throw new ImageException(Kind.TRUNCATED, "the JPEG lacks a part of its picture");
      }
      Matcher surplus = SURPLUS.matcher(warning);
      boolean padding = surplus.find() && jpeg.endsInPadding(Integer.parseInt(surplus.group(1)));
      if (OF_DATA.stream().anyMatch(warning::contains) && !padding) {
        throw damaged(jpeg, warning.replace("Corrupt JPEG data: ", ""), null);
      }
    }
    if (!jpeg.ended() && jpeg.progressive()) {
      throw new ImageException(Kind.TRUNCATED, "the progressive JPEG ends before its last scan");
    }
  }

  /** Where the file is cut, that is what is to be told, not what the decoder made of the end. */
  private static ImageException damaged(JpegFile jpeg, String reason, Exception cause) {
    return jpeg.ended()
        ? new ImageException(Kind.CORRUPT, "damaged JPEG: " + reason, cause)
        : new ImageException(Kind.TRUNCATED, "the JPEG lacks a part of its picture", cause);
  }
}
