package io.github.resnet50.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures and files made for tests. */
public final class Pictures {
  private Pictures() {}

  /** Smooth colours, different in every corner, with no symmetry. */
  public static RgbImage smooth(int width, int height) {
    byte[] rgb = new byte[width * height * 3];
    int out = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        rgb[out++] = (byte) (x * 255 / Math.max(1, width - 1));
        rgb[out++] = (byte) (y * 255 / Math.max(1, height - 1));
        rgb[out++] = (byte) ((x + 2 * y) * 255 / (width + 2 * height));
      }
    }
    return new RgbImage(width, height, rgb);
  }

  public static RgbImage noise(int width, int height, long seed) {
    byte[] rgb = new byte[width * height * 3];
    new Random(seed).nextBytes(rgb);
    return new RgbImage(width, height, rgb);
  }

  /** Hard edges and a texture, by a rule that is easily written in any language. */
  public static RgbImage patches(int width, int height) {
    byte[] rgb = new byte[width * height * 3];
    for (int i = 0; i < rgb.length; i++) {
      int x = i / 3 % width;
      int y = i / 3 / width;
      int texture = (x * 37 + y * 91 + i % 3 * 53 + x * y * 7) % 256;
      int patch = (x / 6 + y / 5) % 3;
      rgb[i] = (byte) (patch == 0 ? 255 : patch == 1 ? texture : 0);
    }
    return new RgbImage(width, height, rgb);
  }

  /** By which pixels made elsewhere are recognised. */
  public static String crc(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return String.format("%08x", crc.getValue());
  }

  public static BufferedImage buffered(RgbImage image, int type) {
    BufferedImage buffered = new BufferedImage(image.width(), image.height(), type);
    byte[] rgb = image.rgb();
    for (int i = 0; i < image.width() * image.height(); i++) {
      int color =
          0xff000000
              | (rgb[i * 3] & 0xff) << 16
              | (rgb[i * 3 + 1] & 0xff) << 8
              | (rgb[i * 3 + 2] & 0xff);
      buffered.setRGB(i % image.width(), i / image.width(), color);
    }
    return buffered;
  }

  /** A file as the JDK writes it. */
  public static byte[] write(RgbImage image, String format) {
    return write(buffered(image, BufferedImage.TYPE_3BYTE_BGR), format);
  }

  public static byte[] write(BufferedImage image, String format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalStateException("no writer for " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  public static byte[] progressiveJpeg(RgbImage image) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      writer.setOutput(stream);
      writer.write(
          null, new IIOImage(buffered(image, BufferedImage.TYPE_3BYTE_BGR), null, null), param);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  /**
   * A TIFF.
   *
   * @param compression as the JDK calls it; empty: none
   */
  public static byte[] tiff(RgbImage image, String compression) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (!compression.isEmpty()) {
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionType(compression);
      }
      writer.setOutput(stream);
      writer.write(
          null, new IIOImage(buffered(image, BufferedImage.TYPE_INT_RGB), null, null), param);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  /** A TIFF structure that holds nothing but an orientation. */
  public static byte[] exif(int orientation) {
    return ByteBuffer.allocate(26)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("II*\0".getBytes(StandardCharsets.ISO_8859_1))
        .putInt(8)
        .putShort((short) 1)
        .putShort((short) 274)
        .putShort((short) 3)
        .putInt(1)
        .putInt(orientation)
        .putInt(0)
        .array();
  }

  /** The JPEG with a segment put in right after its start. */
  public static byte[] withSegment(byte[] jpeg, int marker, byte[]... content) {
    byte[] body = join(content);
    byte[] head = {
      (byte) 0xff,
      (byte) 0xd8,
      (byte) 0xff,
      (byte) marker,
      (byte) ((body.length + 2) >> 8),
      (byte) (body.length + 2)
    };
    byte[] rest = java.util.Arrays.copyOfRange(jpeg, 2, jpeg.length);
    return join(head, body, rest);
  }

  public static byte[] withExif(byte[] jpeg, byte[] block) {
    return withSegment(jpeg, 0xe1, "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1), block);
  }

  public static byte[] pngSignature() {
    return new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  }

  /** A PNG of the given rows, each with its filter's number first. */
  public static byte[] png(
      int width, int height, int depth, int color, byte[] rows, byte[]... chunks) {
    return join(
        pngSignature(),
        pngHeader(width, height, depth, color),
        join(chunks),
        chunk("IDAT", deflate(rows)),
        chunk("IEND"));
  }

  public static byte[] pngHeader(int width, int height, int depth, int color) {
    byte[] size = ByteBuffer.allocate(8).putInt(width).putInt(height).array();
    return chunk("IHDR", size, new byte[] {(byte) depth, (byte) color, 0, 0, 0});
  }

  public static byte[] chunk(String name, byte[]... content) {
    byte[] body = join(content);
    byte[] named = join(name.getBytes(StandardCharsets.ISO_8859_1), body);
    CRC32 crc = new CRC32();
    crc.update(named);
    return join(
        ByteBuffer.allocate(4).putInt(body.length).array(),
        named,
        ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  public static byte[] deflate(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater =
        new DeflaterOutputStream(out, new Deflater(Deflater.BEST_COMPRESSION))) {
      deflater.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  public static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  public static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /** The largest difference of a level; fails the comparison where the sizes differ. */
  public static int difference(RgbImage a, RgbImage b) {
    if (a.width() != b.width() || a.height() != b.height()) {
      throw new AssertionError(
          a.width() + "x" + a.height() + " against " + b.width() + "x" + b.height());
    }
    int max = 0;
    for (int i = 0; i < a.rgb().length; i++) {
      max = Math.max(max, Math.abs((a.rgb()[i] & 0xff) - (b.rgb()[i] & 0xff)));
    }
    return max;
  }
}
