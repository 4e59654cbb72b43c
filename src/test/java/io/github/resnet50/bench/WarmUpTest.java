package io.github.resnet50.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  private static final Setting ONE = new Setting(1, 1);

  private static WarmUp.Outcome run(double mostSeconds, Double... rates) throws Exception {
    Iterator<Double> next = List.of(rates).iterator();
    FakeMeter meter = new FakeMeter(setting -> next.next());
    return new WarmUp(1, mostSeconds, meter::nanoTime).run(meter, ONE);
  }

  @Test
  void endsWithTheSecondOfTwoWindowsThatAgree() throws Exception {
    assertEquals(new WarmUp.Outcome(2, true), run(60, 10.0, 10.4));
    assertEquals(new WarmUp.Outcome(4, true), run(60, 2.0, 8.0, 10.0, 9.6, 1.0));
  }

  @Test
  void fivePercentIsTooMuch() throws Exception {
    assertEquals(new WarmUp.Outcome(3, true), run(60, 95.0, 100.0, 100.0));
    assertEquals(new WarmUp.Outcome(3, true), run(60, 100.0, 95.0, 95.0));
  }

  @Test
  void endsUnsteadyWhenTheTimeIsUp() throws Exception {
    assertEquals(new WarmUp.Outcome(3, false), run(3, 1.0, 2.0, 4.0, 8.0));
    assertEquals(new WarmUp.Outcome(1, false), run(0.5, 1.0));
  }
}
