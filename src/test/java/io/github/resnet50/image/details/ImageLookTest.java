package io.github.resnet50.image.details;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.github.resnet50.image.ImageColumn;
import io.github.resnet50.image.ImageDetails;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.ImageSource;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageLookTest {
  private static final String DAY = "2008:05:30 15:56:01";
  private static final long[] SYDNEY_SOUTH = {33, 1, 51, 1, 3156, 100};
  private static final long[] SYDNEY_EAST = {151, 1, 12, 1, 4089, 100};

  @TempDir Path folder;

  private static ImageDetails of(byte[] bytes) {
    ImageLook look = new ImageLook(EnumSet.allOf(ImageColumn.class));
    ImageSource source =
        new ImageSource() {
          @Override
          public byte[] read() {
            return bytes;
          }

          @Override
          public String state() {
            return "";
          }
        };
    try {
      look.read(new ImageRef(0, "a.jpg", source));
    } catch (ImageException e) {
      throw new AssertionError(e);
    }
    return look.details();
  }

  private static String of(byte[] bytes, ImageColumn column) {
    return of(bytes).text(column);
  }

  /** A TIFF block of a picture, a photograph and a place. */
  private static byte[] exif(
      String make, String model, String date, String offset, String[] sides, long[][] angles) {
    TiffBlock block = new TiffBlock();
    int photograph =
        block.directory(List.of(block.ascii(0x9003, date), block.ascii(0x9011, offset)));
    int place =
        block.directory(
            List.of(
                block.ascii(1, sides[0]),
                block.rationals(2, angles[0]),
                block.ascii(3, sides[1]),
                block.rationals(4, angles[1])));
    block.first(
        block.directory(
            List.of(
                block.ascii(0x10f, make),
                block.ascii(0x110, model),
                block.number(0x8769, photograph),
                block.number(0x8825, place))));
    return block.bytes();
  }

  private static byte[] exif(String make, String model, String date, String offset) {
    return exif(
        make,
        model,
        date,
        offset,
        new String[] {"S", "E"},
        new long[][] {SYDNEY_SOUTH, SYDNEY_EAST});
  }

  private static byte[] jpeg(byte[] exif) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] other = {0, 4, 1, 2};
    out.writeBytes(new byte[] {-1, (byte) 0xd8, -1, (byte) 0xe0});
    out.writeBytes(other);
    out.writeBytes(new byte[] {-1, (byte) 0xe1});
    int length = exif.length + 8;
    out.writeBytes(new byte[] {(byte) (length >> 8), (byte) length});
    out.writeBytes("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(exif);
    out.writeBytes(new byte[] {-1, (byte) 0xda});
    return out.toByteArray();
  }

  private static byte[] chunks(String head, String name, byte[] exif, boolean big) {
    ByteBuffer out = ByteBuffer.allocate(200 + exif.length);
    out.order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    out.put(head.getBytes(StandardCharsets.ISO_8859_1));
    for (String chunk : List.of("junk", name)) {
      byte[] content = chunk.equals(name) ? exif : new byte[7];
      byte[] word = chunk.getBytes(StandardCharsets.ISO_8859_1);
      if (big) {
        out.putInt(content.length).put(word).put(content).putInt(0);
      } else {
        out.put(word).putInt(content.length).put(content).put(new byte[content.length % 2]);
      }
    }
    return out.array();
  }

  @Test
  void isFoundInEveryFormatThatHasIt() {
    byte[] exif = exif("Canon", "Canon EOS 5D", DAY, "+02:00");
    for (byte[] file :
        List.of(
            exif,
            jpeg(exif),
            chunks("\u0089PNG\r\n\u001a\n", "eXIf", exif, true),
            chunks("RIFF\0\0\0\0WEBP", "EXIF", exif, false))) {
      ImageDetails details = of(file);
      assertEquals("2008-05-30T15:56:01+02:00", details.text(ImageColumn.TAKEN));
      assertEquals("Canon EOS 5D", details.text(ImageColumn.CAMERA));
      assertEquals("-33.858767", details.text(ImageColumn.LATITUDE));
      assertEquals("151.211358", details.text(ImageColumn.LONGITUDE));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NIKON CORPORATION, NIKON D90, NIKON D90",
    "Google, Pixel 7, Google Pixel 7",
    "Canon, canon EOS, canon EOS",
    "'  Sony ', '', Sony",
    "'', X100, X100",
    "KÖNIG, a, KÖNIG a",
    "=cmd, |x, =cmd |x",
  })
  void aCameraHasItsMakeOnce(String make, String model, String expected) {
    assertEquals(expected, of(exif(make, model, DAY, ""), ImageColumn.CAMERA));
  }

  @ParameterizedTest
  @ValueSource(strings = {"A\nB", "a\tb", "\u001b[31m", "a\u202eb", "x\u0085"})
  void aNameWithControlCharactersIsNone(String make) {
    assertNull(of(exif(make, "", DAY, ""), ImageColumn.CAMERA));
  }

  @Test
  void aNameThatNeverEndsIsNone() {
    assertNull(of(exif("x".repeat(201), "", DAY, ""), ImageColumn.CAMERA));
    assertNull(of(exif("x".repeat(60_000), "", DAY, ""), ImageColumn.CAMERA));
  }

  @ParameterizedTest
  @CsvSource({
    "2008:05:30 15:56:01, +05:30, 2008-05-30T15:56:01+05:30",
    "2008:05:30 15:56:01, -03:00, 2008-05-30T15:56:01-03:00",
    "2008:05:30 15:56:01, Z, 2008-05-30T15:56:01Z",
    "2008:05:30 15:56:01, +99:00, 2008-05-30T15:56:01",
    "2008:05:30 15:56:01, '   :  ', 2008-05-30T15:56:01",
    "2008-05-30 15:56:01, '', 2008-05-30T15:56:01",
    "2008:02:29 00:00:00, '', 2008-02-29T00:00:00",
    "2007:02:29 00:00:00, '',",
    "0000:00:00 00:00:00, '',",
    "0001:01:01 00:00:00, '',",
    "2008:05:30 24:00:00, '',",
    "2008:05:30 15:56:60, '',",
    "'    :  :     :  :  ', '',",
    "yesterday, +02:00,",
    "'', '',",
  })
  void aDateIsOneOfTheCalendars(String date, String offset, String expected) {
    assertEquals(expected, of(exif("a", "b", date, offset), ImageColumn.TAKEN));
  }

  private static String place(String side, long... angle) {
    byte[] exif =
        exif("", "", DAY, "", new String[] {side, "W"}, new long[][] {angle, {179, 1, 59, 1}});
    ImageDetails details = of(exif);
    assertEquals(
        details.text(ImageColumn.LATITUDE) == null, details.text(ImageColumn.LONGITUDE) == null);
    return details.text(ImageColumn.LATITUDE);
  }

  @Test
  void aPlaceIsOnEarth() {
    assertEquals("90", place("N", 90, 1, 0, 1, 0, 1));
    assertEquals("-12.5", place("S", 12, 1, 30, 1));
    assertEquals("-12.345", place("s", 12345, 1000, 0, 1));
    assertNull(place("N", 12, 1));
    assertEquals("0", place("S", 0, 1, 0, 1, 0, 1));
    assertNull(place("N", 91, 1, 0, 1, 0, 1));
    assertNull(place("N", 90, 1, 0, 1, 1, 1));
    assertNull(place("N", 48, 0, 8, 0, 0, 0));
    assertNull(place("N", 48, 1, 8, 1, 0, 0));
    assertNull(place("N", 48, 1, 61, 1, 0, 1));
    assertNull(place("N", 0xffffffffL, 1, 8, 1, 0, 1));
    assertNull(place("E", 48, 1, 8, 1, 0, 1));
    assertNull(place("", 48, 1, 8, 1, 0, 1));
    assertNull(place("N", 1, 1, 1, 1, 1, 1, 1, 1));
  }

  /** Counts beyond the file, directories that contain themselves, half a block, noise. */
  @Test
  void nothingThatABlockSaysDoesHarm() {
    byte[] sound = exif("Canon", "Canon EOS 5D", DAY, "+02:00");
    Random random = new Random(1);
    assertTimeout(
        Duration.ofSeconds(60),
        () -> {
          for (int i = 0; i < 20_000; i++) {
            byte[] damaged = sound.clone();
            for (int change = random.nextInt(6); change >= 0; change--) {
              int at = 4 + random.nextInt(damaged.length - 4);
              damaged[at] = (byte) (random.nextBoolean() ? -1 : random.nextInt());
            }
            ImageDetails details = of(jpeg(damaged));
            for (ImageColumn column : ImageColumn.values()) {
              details.text(column);
            }
          }
        });
    for (int length = 0; length < sound.length; length++) {
      of(jpeg(Arrays.copyOf(sound, length)));
    }
  }

  @Test
  void directoriesInALoopEnd() {
    TiffBlock block = new TiffBlock();
    int loop = block.directory(List.of(block.ascii(0x110, "X"), block.number(0x8769, 8)));
    block.first(loop);
    byte[] bytes = block.bytes();
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(loop + 2 + 12 + 8, loop);
    assertEquals("X", of(bytes, ImageColumn.CAMERA));
  }

  @Test
  void aFilesOwn() throws Exception {
    Path file = Files.write(folder.resolve("a.jpg"), new byte[] {-1, (byte) 0xd8, 1});
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-02-29T12:00:00.75Z")));
    ImageLook look = new ImageLook(EnumSet.allOf(ImageColumn.class));
    look.read(new ImageRef(0, "a.jpg", file));
    ImageDetails details = look.details();
    assertEquals("3", details.text(ImageColumn.BYTES));
    assertEquals("2020-02-29T12:00:00Z", details.text(ImageColumn.MODIFIED));
    assertEquals("JPEG", details.text(ImageColumn.FORMAT));
    assertEquals(64, details.text(ImageColumn.SHA256).length());
    assertNull(details.text(ImageColumn.PHASH), "it cannot be decoded");
  }

  @Test
  void ofWhatCannotBeReadOnlyWhatIsKnownWithoutReading() {
    ImageSource gone =
        new ImageSource() {
          @Override
          public byte[] read() throws ImageException {
            throw new ImageException(Kind.UNREADABLE, "no");
          }

          @Override
          public Stat stat() {
            return new Stat(7L, Instant.ofEpochSecond(Long.MAX_VALUE / 1000));
          }

          @Override
          public String state() {
            return "";
          }
        };
    ImageLook look = new ImageLook(EnumSet.allOf(ImageColumn.class));
    try {
      look.read(new ImageRef(0, "a.jpg", gone));
    } catch (ImageException e) {
      assertEquals(Kind.UNREADABLE, e.failure().kind());
    }
    assertEquals(new ImageDetails(Map.of(ImageColumn.BYTES, 7L)), look.details());
  }

  @Test
  void nothingIsLookedUpThatNobodyAskedFor() throws Exception {
    Path file = Files.write(folder.resolve("a.jpg"), new byte[1]);
    ImageLook look = new ImageLook(Set.of());
    look.read(new ImageRef(0, "a.jpg", file));
    assertSame(ImageDetails.NONE, look.details());
  }

  @Test
  void theNamesAreThoseOfTheHelp() {
    assertEquals(
        ImageColumn.NAMES,
        String.join(", ", ImageColumn.all().stream().map(ImageColumn::toString).toList()));
  }

  /** Writes TIFF structures, little-endian. */
  private static final class TiffBlock {
    private final ByteBuffer out = ByteBuffer.allocate(200_000).order(ByteOrder.LITTLE_ENDIAN);

    private record Entry(int tag, int type, int count, int value) {}

    TiffBlock() {
      out.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(0);
    }

    Entry ascii(int tag, String text) {
      byte[] bytes = (text + "\0").getBytes(StandardCharsets.UTF_8);
      if (bytes.length <= 4) {
        byte[] four = Arrays.copyOf(bytes, 4);
        int value = ByteBuffer.wrap(four).order(ByteOrder.LITTLE_ENDIAN).getInt();
        return new Entry(tag, 2, bytes.length, value);
      }
      int at = out.position();
      out.put(bytes);
      return new Entry(tag, 2, bytes.length, at);
    }

    Entry rationals(int tag, long... numbers) {
      int at = out.position();
      for (long number : numbers) {
        out.putInt((int) number);
      }
      return new Entry(tag, 5, numbers.length / 2, at);
    }

    Entry number(int tag, int value) {
      return new Entry(tag, 4, 1, value);
    }

    int directory(List<Entry> entries) {
      int at = out.position();
      out.putShort((short) entries.size());
      for (Entry entry : entries) {
        out.putShort((short) entry.tag()).putShort((short) entry.type());
        out.putInt(entry.count()).putInt(entry.value());
      }
      out.putInt(0);
      return at;
    }

    void first(int at) {
      out.putInt(4, at);
    }

    byte[] bytes() {
      return Arrays.copyOf(out.array(), out.position());
    }
  }
}
