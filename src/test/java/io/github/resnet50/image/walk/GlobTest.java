package io.github.resnet50.image.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "*.jpg '' a.jpg true",
        "*.jpg x/y a.jpg true",
        "*.jpg '' a.JPG false",
        "*.{jpg,png} x a.png true",
        "x/*.jpg x a.jpg true",
        "x/*.jpg y/x a.jpg false",
        "./x/*.jpg x a.jpg true",
        "/a.jpg '' a.jpg true",
        "/a.jpg x a.jpg false",
        "**/a.jpg '' a.jpg true",
        "**/a.jpg x/y a.jpg true",
        "x/**/a.jpg x a.jpg true",
        "x/**/a.jpg x/y/z a.jpg true",
        "**/x/**/a.{jpg,png} x a.png true",
        "**/**/a.jpg '' a.jpg true",
        "{x,y/**/z}/a.jpg y/q/z a.jpg true",
        "x/** x/y a.jpg true",
        "x/** '' x false",
        "thumbs/ x thumbs true",
        "x/thumbs/ '' thumbs false",
        "[ab]?.jpg '' b1.jpg true",
        "\\{a}.jpg '' {a}.jpg true",
      })
  void matches(String glob, String parent, String name, boolean expected) {
    assertEquals(expected, new Glob(glob).matches(Path.of(parent), Path.of(name)));
  }

  @Test
  void aSlashAtTheEndMeansADirectory() {
    assertEquals(true, new Glob("thumbs/").directoriesOnly());
    assertEquals(false, new Glob("thumbs/*").directoriesOnly());
  }

  @ParameterizedTest
  @CsvSource({"[a", "{a", "''", "/"})
  void refusesMalformedOnes(String glob) {
    var error = assertThrows(IllegalArgumentException.class, () -> new Glob(glob));
    assertEquals("glob '" + glob + "'", error.getMessage().substring(0, glob.length() + 7));
    assertEquals(1, error.getMessage().lines().count());
  }
}
