package io.github.resnet50.basics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestWordTest {
  @ParameterizedTest
  @CsvSource({
    "beagel, beagle",
    "Begle, beagle",
    "taby, tabby",
    "basett hound, basset hound",
    "cta, cat",
    "dog,",
    "beagles and hounds,",
    "'',",
  })
  void differsInTheFewestLetters(String written, String nearest) {
    List<String> known = List.of("cat", "tabby", "beagle", "basset hound");
    assertEquals(Optional.ofNullable(nearest), NearestWord.of(written, known));
  }
}
