package io.github.resnet50.image.walk;

/**
 * Takes the files that lie beside images in archives and say something of them, such as labels. All
 * is called by the thread that walks.
 */
public interface Sidecars {
  /** Takes none. */
  Sidecars NONE =
      new Sidecars() {
        @Override
        public void enter() {}

        @Override
        public boolean takes(String name) {
          return false;
        }

        @Override
        public void add(String prefix, String name, byte[] content) {}

        @Override
        public void unreadable(String prefix, String name, String problem) {}

        @Override
        public void leave() {}
      };

  /** An archive begins. */
  void enter();

  /**
   * Whether a file is one.
   *
   * @param name in the archive
   */
  boolean takes(String name);

  /**
   * Takes one.
   *
   * @param prefix what the names of the archive's images begin with
   */
  void add(String prefix, String name, byte[] content);

  /** One that cannot be read. */
  void unreadable(String prefix, String name, String problem);

  /** The archive has ended, or is left. */
  void leave();
}
