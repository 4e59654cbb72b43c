package io.github.resnet50.report.html;

import java.util.List;

/**
 * What lies above what, as far as people want to see it: so that a page shows classes as a tree.
 */
public interface ClassOutline {
  /** Nothing is known of any class. */
  ClassOutline NONE =
      new ClassOutline() {
        @Override
        public String node(String id, String label) {
          return id;
        }

        @Override
        public List<String> above(String id) {
          return List.of();
        }

        @Override
        public boolean isLandmark(String id) {
          return false;
        }

        @Override
        public boolean isGeneral(String id) {
          return false;
        }

        @Override
        public String label(String id) {
          return id;
        }
      };

  /** The node that a class or an answer is; its id where it is none. */
  String node(String id, String label);

  /** The nodes above a node, the most particular first; none where it is not known. */
  List<String> above(String id);

  /** Whether a node is shown wherever something lies below it. */
  boolean isLandmark(String id);

  /** Whether a node lies above landmarks and below none, so that it says next to nothing. */
  boolean isGeneral(String id);

  /** What a node of {@link #above} is called. */
  String label(String id);
}
