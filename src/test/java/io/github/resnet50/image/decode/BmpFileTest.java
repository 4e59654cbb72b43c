package io.github.resnet50.image.decode;

import static io.github.resnet50.image.Pictures.bytes;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.Pictures;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** Compressed bitmaps, which end where their codes say so. */
class BmpFileTest {
  private static final ImageDecoder DECODER = new ImageDecoder(1_000_000);

  /** A bitmap of 4 × 2 pixels whose palette has the levels 0, 1, 2 and so on. */
  private static byte[] bitmap(int depth, int... codes) {
    int colors = 1 << depth;
    ByteBuffer head = ByteBuffer.allocate(54 + 4 * colors).order(ByteOrder.LITTLE_ENDIAN);
    head.put((byte) 'B').put((byte) 'M').putInt(head.capacity() + codes.length).putInt(0);
    head.putInt(head.capacity()).putInt(40).putInt(4).putInt(2).putShort((short) 1);
    head.putShort((short) depth).putInt(depth == 8 ? 1 : 2).putInt(codes.length);
    head.putInt(0).putInt(0).putInt(colors).putInt(0);
    for (int i = 0; i < colors; i++) {
      head.putInt(i * 0x10101);
    }
    return Pictures.join(head.array(), bytes(codes));
  }

  private static byte[] reds(byte[] bmp) throws ImageException {
    byte[] rgb = DECODER.decode(bmp).pixels().rgb();
    byte[] reds = new byte[rgb.length / 3];
    for (int i = 0; i < reds.length; i++) {
      reds[i] = rgb[3 * i];
    }
    return reds;
  }

  @Test
  void wholePicturesAreRead() throws ImageException {
    byte[] expected = bytes(7, 7, 7, 7, 5, 5, 6, 6);
    assertArrayEquals(expected, reds(bitmap(8, 2, 5, 2, 6, 0, 0, 4, 7, 0, 1)));
    assertArrayEquals(expected, reds(bitmap(8, 0, 4, 5, 5, 6, 6, 0, 0, 4, 7, 0, 0, 0, 1)));
    assertArrayEquals(expected, reds(bitmap(4, 2, 0x55, 2, 0x66, 0, 0, 4, 0x77, 0, 1)));
    // Without the mark of the end.
    assertArrayEquals(expected, reds(bitmap(8, 2, 5, 2, 6, 0, 0, 4, 7)));
  }

  @Test
  void picturesThatEndBeforeTheirLastRowFail() {
    for (byte[] bmp :
        new byte[][] {
          bitmap(8, 2, 5, 2, 6, 0, 0, 0, 1),
          bitmap(8, 2, 5, 2, 6, 0, 0),
          bitmap(8, 2, 5, 2, 6, 0, 0, 3, 7, 0, 1),
          bitmap(8, 0, 1),
          bitmap(8, 0, 2, 1, 1, 0, 1),
          bitmap(4, 2, 0x55, 2, 0x66, 0, 0, 2, 0x77, 0, 1)
        }) {
      assertEquals(Kind.TRUNCATED, ImageDecoderTest.failure(bmp).kind());
    }
  }
}
