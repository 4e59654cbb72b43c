package io.github.resnet50.explain;

import io.github.resnet50.image.RgbImage;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A picture of a map over its image, with a legend below. Stateless. */
final class Overlay {
  /** Where there are none, pictures have no captions. */
  private static final boolean FONTS = hasFonts();

  /**
   * Ten colours of Inferno, a perceptually uniform colour map (van der Walt and Smith 2015,
   * released under CC0 with Matplotlib).
   */
  private static final int[] COLOURS = {
    0x000004, 0x1b0c41, 0x4a0c6b, 0x781c6d, 0xa52c60, 0xcf4446, 0xed6925, 0xfb9b06, 0xf7d13d,
    0xfcffa4
  };

  /** The minimum length of the shorter side, so that details can be seen. */
  private static final int SHORTER_SIDE = 448;

  private static final int LEGEND_HEIGHT = 54;
  private static final int MARGIN = 8;
  private static final int BAR_HEIGHT = 10;
  private static final double STRENGTH = 0.55;

  /** For the PNG writer, deflate's level 1. */
  private static final float FAST = 0.9f;

  /** The map's colours over the image, at the model's input resolution. */
  RgbImage blend(RgbImage image, HeatMap map) {
    HeatMap shares = map.normalised().enlarged(image.height(), image.width());
    byte[] rgb = image.rgb();
    byte[] blended = new byte[rgb.length];
    for (int i = 0; i < shares.values().length; i++) {
      int rgbColour = colour(shares.values()[i]);
      double luma =
          0.299 * (rgb[3 * i] & 0xff)
              + 0.587 * (rgb[3 * i + 1] & 0xff)
              + 0.114 * (rgb[3 * i + 2] & 0xff);
      for (int channel = 0; channel < 3; channel++) {
        int level = rgbColour >> (16 - 8 * channel) & 0xff;
        blended[3 * i + channel] = (byte) Math.round(STRENGTH * level + (1 - STRENGTH) * luma);
      }
    }
    return new RgbImage(image.width(), image.height(), blended);
  }

  /**
   * A PNG.
   *
   * @param caption the class, its probability, the method
   */
  byte[] png(RgbImage blended, double maximum, String caption) {
    int shorter = Math.min(blended.width(), blended.height());
    int factor = Math.max(1, (SHORTER_SIDE + shorter - 1) / shorter);
    int width = blended.width() * factor;
    int height = blended.height() * factor;
    BufferedImage picture =
        new BufferedImage(width, height + LEGEND_HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.drawImage(buffered(blended), 0, 0, width, height, null);
    legend(graphics, width, height, maximum, caption);
    graphics.dispose();
    return encoded(picture);
  }

  /** Compressed for speed: a photograph under colours does not get much smaller. */
  private static byte[] encoded(BufferedImage picture) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam fast = writer.getDefaultWriteParam();
      fast.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      fast.setCompressionQuality(FAST);
      writer.setOutput(out);
      writer.write(null, new IIOImage(picture, null, null), fast);
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    } finally {
      writer.dispose();
    }
  }

  private static void legend(
      Graphics2D graphics, int width, int top, double maximum, String caption) {
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, top, width, LEGEND_HEIGHT);
    if (!FONTS) {
      scale(graphics, MARGIN, width - MARGIN, top);
      return;
    }
    graphics.setColor(Color.BLACK);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
    FontMetrics metrics = graphics.getFontMetrics();
    graphics.drawString(fitted(caption, metrics, width - 2 * MARGIN), MARGIN, top + 18);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    String end = maximum > 0 ? String.format(Locale.ROOT, "%.3g", maximum) : "0";
    int endWidth = graphics.getFontMetrics().stringWidth(end);
    int left = MARGIN + graphics.getFontMetrics().stringWidth("0") + 6;
    int right = width - MARGIN - endWidth - 6;
    graphics.drawString("0", MARGIN, top + 40);
    graphics.drawString(end, right + 6, top + 40);
    scale(graphics, left, right, top);
  }

  private static void scale(Graphics2D graphics, int left, int right, int top) {
    for (int x = left; x < right; x++) {
      graphics.setColor(new Color(colour((double) (x - left) / (right - left - 1))));
      graphics.fillRect(x, top + 30, 1, BAR_HEIGHT);
    }
  }

  /** Java has none of its own, and says so by an error where the machine has none, as bare ones. */
  private static boolean hasFonts() {
    Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    try {
      graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
      return graphics.getFontMetrics().stringWidth("0") > 0;
    } catch (RuntimeException | InternalError | LinkageError e) {
      return false;
    } finally {
      graphics.dispose();
    }
  }

  private static String fitted(String text, FontMetrics metrics, int width) {
    String fitted = text;
    while (metrics.stringWidth(fitted) > width && fitted.length() > 2) {
      fitted = fitted.substring(0, fitted.length() - 2) + "…";
    }
    return fitted;
  }

  private static BufferedImage buffered(RgbImage image) {
    BufferedImage buffered =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
    byte[] rgb = image.rgb();
    for (int i = 0; i < rgb.length / 3; i++) {
      buffered.setRGB(
          i % image.width(),
          i / image.width(),
          (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | (rgb[3 * i + 2] & 0xff));
    }
    return buffered;
  }

  /**
   * The colour of a value.
   *
   * @param value 0 to 1
   * @return 0xRRGGBB
   */
  static int colour(double value) {
    double position = Math.max(0, Math.min(1, value)) * (COLOURS.length - 1);
    int below = (int) Math.min(position, COLOURS.length - 2);
    double share = position - below;
    int colour = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int from = COLOURS[below] >> shift & 0xff;
      int to = COLOURS[below + 1] >> shift & 0xff;
      colour |= (int) Math.round(from + (to - from) * share) << shift;
    }
    return colour;
  }
}
