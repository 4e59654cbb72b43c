package io.github.resnet50.cli;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * One photograph in the eight orientations of EXIF.
 *
 * <p>Files of which such a set is made often have their number printed in the middle, and their
 * JPEG blocks lie differently on the picture: a network sees both, and a close decision between two
 * classes falls one way or the other. So the set is made here of one image's very pixels, with the
 * EXIF data of the files.
 */
final class Orientations {
  private static final int EXIF = 0xE1;
  private static final int BLOCK = 16; // of JPEG with halved colours: sides are multiples of it

  private Orientations() {}

  /** An upright image, its middle painted over. */
  static BufferedImage withoutNumber(Path file) throws IOException {
    BufferedImage all = ImageIO.read(file.toFile());
    BufferedImage image =
        all.getSubimage(0, 0, all.getWidth() / BLOCK * BLOCK, all.getHeight() / BLOCK * BLOCK);
    int side = Math.min(image.getWidth(), image.getHeight()) / 4;
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.GRAY);
    graphics.fillRect((image.getWidth() - side) / 2, (image.getHeight() - side) / 2, side, side);
    graphics.dispose();
    return image;
  }

  /**
   * Stores an image so that it must be turned to be upright.
   *
   * @param orientation as EXIF counts them, 1 to 8
   * @param source has EXIF data that says so
   */
  static void write(BufferedImage upright, int orientation, Path source, Path target)
      throws IOException {
    byte[] jpeg = encode(stored(upright, orientation));
    try (OutputStream out = Files.newOutputStream(target)) {
      out.write(jpeg, 0, 2);
      out.write(segment(Files.readAllBytes(source), EXIF));
      out.write(jpeg, 2, jpeg.length - 2);
    }
  }

  private static BufferedImage stored(BufferedImage upright, int orientation) {
    int w = upright.getWidth();
    int h = upright.getHeight();
    boolean lying = orientation >= 5;
    BufferedImage stored =
        new BufferedImage(lying ? h : w, lying ? w : h, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        int fromRight = w - 1 - x;
        int fromBelow = h - 1 - y;
        int color = upright.getRGB(x, y);
        switch (orientation) {
          case 1 -> stored.setRGB(x, y, color);
          case 2 -> stored.setRGB(fromRight, y, color);
          case 3 -> stored.setRGB(fromRight, fromBelow, color);
          case 4 -> stored.setRGB(x, fromBelow, color);
          case 5 -> stored.setRGB(y, x, color);
          case 6 -> stored.setRGB(y, fromRight, color);
          case 7 -> stored.setRGB(fromBelow, fromRight, color);
          case 8 -> stored.setRGB(fromBelow, x, color);
          default -> throw new IllegalArgumentException("orientation " + orientation);
        }
      }
    }
    return stored;
  }

  private static byte[] encode(BufferedImage image) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam best = writer.getDefaultWriteParam();
    best.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    best.setCompressionQuality(1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), best);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static byte[] segment(byte[] jpeg, int marker) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(jpeg).position(2);
    while (in.remaining() > 4) {
      int start = in.position();
      int found = in.getShort() & 0xff;
      int length = in.getShort() & 0xffff;
      if (found == marker) {
        byte[] segment = new byte[length + 2];
        in.position(start).get(segment);
        return segment;
      }
      in.position(start + 2 + length);
    }
    throw new IOException("no segment " + marker);
  }
}
