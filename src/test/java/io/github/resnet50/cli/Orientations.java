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
 * The eight orientations of a photograph each have their number printed in the middle, which a
 * network sees: "alp" becomes "volcano" by it.
 */
final class Orientations {
  private static final int EXIF = 0xE1;

  private Orientations() {}

  /** Paints a square over the number; pixels stay as they are stored, and so does the EXIF data. */
  static void coverNumber(Path source, Path target) throws IOException {
    BufferedImage image = ImageIO.read(source.toFile());
    int side = Math.min(image.getWidth(), image.getHeight()) / 4;
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.GRAY);
    graphics.fillRect((image.getWidth() - side) / 2, (image.getHeight() - side) / 2, side, side);
    graphics.dispose();
    byte[] jpeg = encode(image);
    try (OutputStream out = Files.newOutputStream(target)) {
      out.write(jpeg, 0, 2);
      out.write(segment(Files.readAllBytes(source), EXIF));
      out.write(jpeg, 2, jpeg.length - 2);
    }
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
