package io.github.resnet50.image.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageFormatTest {
  @Test
  void everyFormatDeclaresItsSuffixes() {
    assertEquals(
        "jpg, jpeg, jpe, jfif, png, gif, bmp, dib, webp, avif, heic, heif, hif, jxl, cr2,"
            + " cr3, nef, nrw, arw, dng, orf, rw2, raf, pef, srw, tif, tiff",
        String.join(", ", ImageFormat.suffixes()));
    assertEquals(String.join(", ", ImageFormat.suffixes()), ImageFormat.SUFFIXES_IN_WORDS);
  }

  @Test
  void noSuffixIsOfAFormatThatCanBeReadAndOfOneThatCannot() {
    for (String suffix : ImageFormat.suffixes()) {
      assertFalse(ForeignContent.isSuffixOfPictures(suffix), suffix);
    }
    assertTrue(ImageFormat.isSuffixOfOtherImage("psd"));
    assertTrue(ImageFormat.isSuffixOfOtherImage("3fr"));
    assertFalse(ImageFormat.isSuffixOfOtherImage("pdf"));
    assertFalse(ImageFormat.isSuffixOfOtherImage(""));
  }

  @ParameterizedTest
  @CsvSource({
    "a.jpg,true",
    "a.JPEG,true",
    ".png,true",
    "a.b.TiFF,true",
    "jpg,false",
    "a.jpg.txt,false",
    "ajpg,false",
    "a.,false",
    "a.HEIC,true",
    "a.psd,false"
  })
  void aNameTellsWhetherItMayBeAnImage(String name, boolean expected) {
    assertEquals(expected, ImageFormat.isNameOfImage(name));
  }
}
