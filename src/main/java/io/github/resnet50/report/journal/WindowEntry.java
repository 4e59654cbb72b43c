package io.github.resnet50.report.journal;

/**
 * A window's line in a journal.
 *
 * @param sequence place among the windows, from 0
 * @param failed how many of its records are failures
 * @param length bytes of its records in the output; the first window's begin with the format's own
 * @param crc CRC-32C of these bytes
 */
record WindowEntry(long sequence, WindowInputs inputs, int failed, int length, int crc) {
  private static final int FIELDS = 7;

  /** As it stands in a journal, with its line end; ASCII. */
  String line() {
    return CheckedLine.of(
        String.join(
            " ",
            Long.toString(sequence),
            Integer.toString(inputs.count()),
            Integer.toString(failed),
            Integer.toString(length),
            Integer.toHexString(crc),
            inputs.names(),
            inputs.states()));
  }

  /** Reads a line without its end; null where it is damaged. */
  static WindowEntry parse(String line) {
    String text = CheckedLine.text(line);
    String[] fields = text == null ? new String[0] : text.split(" ", -1);
    if (fields.length != FIELDS) {
      return null;
    }
    return new WindowEntry(
        Long.parseLong(fields[0]),
        new WindowInputs(Integer.parseInt(fields[1]), fields[5], fields[6]),
        Integer.parseInt(fields[2]),
        Integer.parseInt(fields[3]),
        Integer.parseUnsignedInt(fields[4], 16));
  }
}
