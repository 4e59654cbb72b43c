package io.github.resnet50.report.html;

import io.github.resnet50.image.RgbImage;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A small picture that stands in the page itself.
 *
 * @param source a {@code data:} URL of a JPEG
 */
public record Thumbnail(int width, int height, String source) {
  /** Two thousand of them have to fit into a page of 15 MB. */
  private static final int LONGER_SIDE = 112;

  /** For pictures to be looked at closely: what models usually see. */
  public static final int WHOLE = 224;

  private static final float QUALITY = 0.7f;

  /** Never larger than what it is made from. */
  public static Thumbnail of(RgbImage image) {
    return ofSide(image, LONGER_SIDE);
  }

  /** With a longer side of its own; never larger than what it is made from. */
  public static Thumbnail ofSide(RgbImage image, int longerSide) {
    double scale = Math.min(1, (double) longerSide / Math.max(image.width(), image.height()));
    int width = Math.max(1, (int) Math.round(image.width() * scale));
    int height = Math.max(1, (int) Math.round(image.height() * scale));
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = small.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(buffered(image), 0, 0, width, height, null);
    graphics.dispose();
    String base64 = Base64.getEncoder().encodeToString(jpeg(small));
    return new Thumbnail(width, height, "data:image/jpeg;base64," + base64);
  }

  private static BufferedImage buffered(RgbImage image) {
    int[] pixels = new int[image.width() * image.height()];
    byte[] rgb = image.rgb();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] =
          (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | (rgb[3 * i + 2] & 0xff);
    }
    BufferedImage buffered =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
    buffered.setRGB(0, 0, image.width(), image.height(), pixels, 0, image.width());
    return buffered;
  }

  private static byte[] jpeg(BufferedImage image) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try {
      ImageWriteParam quality = writer.getDefaultWriteParam();
      quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      quality.setCompressionQuality(QUALITY);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
        writer.setOutput(out);
        writer.write(null, new IIOImage(image, null, null), quality);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    } finally {
      writer.dispose();
    }
  }
}
