/**
 * What makes a prediction file survive the process that writes it: a journal beside it that says,
 * batch by batch, what is in it and of which inputs it was made.
 *
 * <p>Enter at {@link io.github.resnet50.report.journal.JournaledOutput}. The files of a target
 * {@code NAME}:
 *
 * <ul>
 *   <li>{@code NAME.partial}: the records so far, as {@link io.github.resnet50.report.OutputFile}
 *       writes them;
 *   <li>{@code NAME.partial.journal}: a header with all that decides what the bytes are, then a
 *       line a batch; each line, and each batch's bytes, has its checksum, so that whatever a crash
 *       leaves of either file there is a longest part of both that agrees;
 *   <li>{@code NAME.earlier}: where batches are done again, those that follow and are still good;
 *   <li>{@code NAME.journal}: the journal of a finished output, which says of which files and under
 *       which conditions it was made: to go on with it, to bring it up to date, to merge it;
 *   <li>{@code NAME.update}, {@code NAME.update.journal}, {@code NAME.update.plan}: while {@link
 *       io.github.resnet50.report.journal.UpdatedOutput} puts old and new records together; what is
 *       new was in {@code NAME.partial} before;
 *   <li>{@code NAME.packing}, {@code NAME.packed}: where the output is made of the records at the
 *       commit, as a table is: that in the making, and once it is complete, when {@code
 *       NAME.partial} goes. With its journal it takes its place, whoever looks at it next.
 * </ul>
 *
 * <p>A process that is killed loses nothing that has its line: the batch's bytes are handed to the
 * operating system first. Against a power failure both files are forced to the device every ten
 * seconds and at the end; what was not is found by its checksum, and done again.
 */
package io.github.resnet50.report.journal;
