package io.github.resnet50.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LabelTest {

  @Test
  void aWordNetIdIsTheId() {
    assertEquals(
        new Label("n02123045", "tabby, tabby cat"), Label.parse("n02123045 tabby, tabby cat"));
    assertEquals(new Label("n02123045", "tabby"), Label.parse("  n02123045\t tabby \r"));
  }

  @Test
  void aBareNameIsIdAndName() {
    assertEquals(new Label("traffic light", "traffic light"), Label.parse("traffic light"));
    assertEquals(new Label("n0212 tabby", "n0212 tabby"), Label.parse("n0212 tabby"));
    assertEquals(new Label("n02123045", "n02123045"), Label.parse("n02123045"));
  }

  @Test
  void aClassWithoutANameGoesByNumber() {
    assertEquals(new Label("class-7", "class-7"), Label.unnamed(7));
  }
}
