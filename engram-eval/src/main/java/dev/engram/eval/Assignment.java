package dev.engram.eval;

import java.util.Arrays;

/** The assignment of columns to rows with the largest sum (Kuhn 1955, Munkres 1957). */
final class Assignment {
  private Assignment() {}

  /**
   * @param gain [rows][columns], with at least as many columns as rows
   * @return the column of each row, each column at most once
   */
  static int[] best(double[][] gain) {
    int rows = gain.length;
    int columns = rows == 0 ? 0 : gain[0].length;
    if (columns < rows) {
      throw new IllegalArgumentException(columns + " columns are too few for " + rows + " rows");
    }
    // shortest augmenting paths with potentials; row and column 0 stand for "none"
    double[] rowPotential = new double[rows + 1];
    double[] columnPotential = new double[columns + 1];
    int[] rowOf = new int[columns + 1];
    int[] before = new int[columns + 1];
    for (int row = 1; row <= rows; row++) {
      rowOf[0] = row;
      int column = 0;
      double[] shortest = new double[columns + 1];
      Arrays.fill(shortest, Double.POSITIVE_INFINITY);
      boolean[] used = new boolean[columns + 1];
      do {
        used[column] = true;
        int current = rowOf[column];
        double delta = Double.POSITIVE_INFINITY;
        int next = 0;
        for (int c = 1; c <= columns; c++) {
          if (used[c]) {
            continue;
          }
          double cost = -gain[current - 1][c - 1] - rowPotential[current] - columnPotential[c];
          if (cost < shortest[c]) {
            shortest[c] = cost;
            before[c] = column;
          }
          if (shortest[c] < delta) {
            delta = shortest[c];
            next = c;
          }
        }
        for (int c = 0; c <= columns; c++) {
          if (used[c]) {
            rowPotential[rowOf[c]] += delta;
            columnPotential[c] -= delta;
          } else {
            shortest[c] -= delta;
          }
        }
        column = next;
      } while (rowOf[column] != 0);
      while (column != 0) {
        rowOf[column] = rowOf[before[column]];
        column = before[column];
      }
    }
    int[] columnOf = new int[rows];
    for (int c = 1; c <= columns; c++) {
      if (rowOf[c] > 0) {
        columnOf[rowOf[c] - 1] = c - 1;
      }
    }
    return columnOf;
  }
}
