package io.github.resnet50.image.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.Pictures;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.image.TestJpegs;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * JPEGs whole and damaged, and what has to be said of each, whatever decodes it: upright or turned,
 * with all its pixels or reduced.
 */
final class JpegVerdicts {
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Case(String name, byte[] jpeg, String verdict) {}

  private static final String OK = "ok";
  private static final String TRUNCATED = Kind.TRUNCATED.label();
  private static final String CORRUPT = Kind.CORRUPT.label();

  private final List<Case> cases = new ArrayList<>();

  JpegVerdicts() {
    RgbImage noise = Pictures.noise(80, 72, 1);
    byte[] baseline = Pictures.write(noise, "jpg");
    byte[] progressive = Pictures.progressiveJpeg(noise);
    byte[] gray = Pictures.write(Pictures.buffered(noise, BufferedImage.TYPE_BYTE_GRAY), "jpg");
    whole(baseline, progressive, gray);
    cut("baseline", baseline);
    cut("gray", gray);
    cut("progressive", progressive);
    for (int scan = 1; scan < scans(progressive); scan++) {
      int at = TestJpegs.place(progressive, 0xda, scan);
      add("progressive before scan " + scan, TestJpegs.closed(progressive, at), TRUNCATED);
      int next = scan + 1 < scans(progressive) ? TestJpegs.place(progressive, 0xda, scan + 1) : -1;
      if (next > 0) {
        add("progressive without scan " + scan, TestJpegs.without(progressive, at, next), null);
      }
    }
    byte[] apart = TestJpegs.blocks(10, 3, 0, true);
    add("scans apart", apart, OK);
    cut("scans apart", apart);
    for (int scan = 1; scan < 3; scan++) {
      int at = TestJpegs.place(apart, 0xda, scan);
      add("scans apart, before " + scan, TestJpegs.closed(apart, at), TRUNCATED);
    }
    byte[] inks = TestJpegs.blocks(10, 4, 0, false);
    add("inks", inks, OK);
    cut("inks", inks);
    restarts();
    surplus(baseline);
  }

  private static int scans(byte[] jpeg) {
    int count = 0;
    for (int at = 0; at < jpeg.length - 1; at++) {
      count += jpeg[at] == -1 && jpeg[at + 1] == (byte) 0xda ? 1 : 0;
    }
    return count;
  }

  private void add(String name, byte[] jpeg, String verdict) {
    cases.add(new Case(name, jpeg, verdict));
  }

  private void whole(byte[] baseline, byte[] progressive, byte[] gray) {
    add("baseline", baseline, OK);
    add("progressive", progressive, OK);
    add("gray", gray, OK);
    add("restarts", TestJpegs.blocks(10, 3, 7, false), OK);
    add("followed", Pictures.join(progressive, new byte[] {1, 2, 3, -1, -40}), OK);
    add("two pictures", Pictures.join(baseline, progressive), OK);
    add("no end marker", TestJpegs.without(baseline, baseline.length - 2, baseline.length), OK);
    add(
        "progressive, no end marker",
        TestJpegs.without(progressive, progressive.length - 2, progressive.length),
        TRUNCATED);
    byte[] camera = baseline.clone();
    camera[TestJpegs.place(camera, 0xda, 0) + 12] = 0; // the last coefficient of the scan
    add("wrong fields of a scan", camera, OK);
    cut("wrong fields of a scan", camera);
  }

  /** Closed by an end marker, at many places from the first scan's data to its last byte. */
  private void cut(String name, byte[] jpeg) {
    int from = TestJpegs.place(jpeg, 0xda, 0) + 20;
    for (int length = from; length < jpeg.length - 4; length += (jpeg.length - from) / 24) {
      add(name + " to " + length, TestJpegs.closed(jpeg, length), TRUNCATED);
    }
    add(name + " but for its end", TestJpegs.closed(jpeg, jpeg.length - 5), TRUNCATED);
  }

  private void restarts() {
    byte[] jpeg = TestJpegs.blocks(10, 3, 7, false);
    int third = TestJpegs.place(jpeg, 0xd3, 0);
    add("a part between restarts is short", TestJpegs.without(jpeg, third - 6, third), TRUNCATED);
    byte[] swapped = jpeg.clone();
    swapped[third + 1] = (byte) 0xd5;
    add("restart out of order", swapped, CORRUPT);
    add("restart missing", TestJpegs.without(jpeg, third, third + 2), null);
    add("a part left out", TestJpegs.without(jpeg, TestJpegs.place(jpeg, 0xd2, 0), third), CORRUPT);
    cut("restarts", jpeg);
  }

  private void surplus(byte[] jpeg) {
    int end = jpeg.length - 2;
    add("padding of zeros", TestJpegs.with(jpeg, end, new byte[40]), OK);
    add(
        "surplus",
        TestJpegs.with(jpeg, end, Pictures.bytes(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)),
        CORRUPT);
    int table = TestJpegs.place(jpeg, 0xc4, 0);
    add("bytes in the header", TestJpegs.with(jpeg, table, (byte) 7, (byte) 9), CORRUPT);
    add("padding in the header", TestJpegs.with(jpeg, table, new byte[3]), OK);
    byte[] code = jpeg.clone();
    int middle = code.length / 2;
    for (int i = 0; i < 16; i += 2) {
      code[middle + i] = -1; // codes of ones alone are never used
      code[middle + i + 1] = 0;
    }
    add("impossible codes", code, CORRUPT);
  }

  /** What is said of a file: {@code ok}, or a failure's kind. */
  static String verdict(ImageDecoder decoder, byte[] file, int reduction) {
    try {
      decoder.decode(file, (width, height) -> reduction);
      return OK;
    } catch (ImageException e) {
      return e.failure().kind().label();
    }
  }

  /** Compares a decoder's verdicts with the right ones, or, where none is known, with another's. */
  void check(ImageDecoder decoder, ImageDecoder other) {
    List<String> wrong = new ArrayList<>();
    for (Case one : cases) {
      byte[] turned = Pictures.withExif(one.jpeg(), Pictures.exif(6));
      String right = one.verdict() == null ? verdict(other, one.jpeg(), 1) : one.verdict();
      for (int reduction : new int[] {1, 4}) {
        for (byte[] file : List.of(one.jpeg(), turned)) {
          String verdict = verdict(decoder, file, reduction);
          if (!verdict.equals(right)) {
            wrong.add(one.name() + ": " + verdict + " for " + right);
          }
        }
      }
    }
    assertEquals(List.of(), wrong);
  }
}
