package io.github.resnet50.compare;

import io.github.resnet50.report.ItemResult;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Queue;
import java.util.function.BiConsumer;

/**
 * Joins two streams of records by path. Both are read in step, so that where they are in the same
 * order hardly any record has to wait for its partner; in the worst case one stream's all do. A
 * path that is there twice is paired twice.
 */
final class Pairs {
  private final Map<String, Queue<ItemResult>> waitingA = new HashMap<>();
  private final Map<String, Queue<ItemResult>> waitingB = new HashMap<>();

  /**
   * Goes through both; to be called once.
   *
   * @param taker receives the two records of each path that both have
   */
  void join(
      Iterator<ItemResult> a, Iterator<ItemResult> b, BiConsumer<ItemResult, ItemResult> taker) {
    while (a.hasNext() || b.hasNext()) {
      if (a.hasNext()) {
        ItemResult record = a.next();
        ItemResult partner = partner(record, waitingB, waitingA);
        if (partner != null) {
          taker.accept(record, partner);
        }
      }
      if (b.hasNext()) {
        ItemResult record = b.next();
        ItemResult partner = partner(record, waitingA, waitingB);
        if (partner != null) {
          taker.accept(partner, record);
        }
      }
    }
  }

  private static ItemResult partner(
      ItemResult record,
      Map<String, Queue<ItemResult>> others,
      Map<String, Queue<ItemResult>> own) {
    Queue<ItemResult> queue = others.get(record.name());
    if (queue == null) {
      own.computeIfAbsent(record.name(), name -> new ArrayDeque<>(1)).add(record);
      return null;
    }
    ItemResult partner = queue.remove();
    if (queue.isEmpty()) {
      others.remove(record.name());
    }
    return partner;
  }

  /** Records of the first stream without a partner. */
  long onlyA() {
    return count(waitingA);
  }

  /** Records of the second stream without a partner. */
  long onlyB() {
    return count(waitingB);
  }

  private static long count(Map<String, Queue<ItemResult>> waiting) {
    return waiting.values().stream().mapToLong(Queue::size).sum();
  }
}
