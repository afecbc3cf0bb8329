package dev.engram.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProductBasisTest {
  private static final int COLUMNS = 129;
  private static final double ERROR = 0.03;

  private final Random random = new Random(3);
  private final TensorArena arena = new TensorArena();
  private TensorScope scope = TensorScope.open();

  @BeforeEach
  void open() {
    scope.close();
    scope = TensorScope.open();
  }

  @AfterEach
  void close() {
    scope.close();
    arena.close();
  }

  private Tensor noise(int rows, int columns, double scale) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (scale * random.nextGaussian());
    }
    return Tensors.of(values, rows, columns);
  }

  /** Rows that vary in some directions and hardly in the others, about a mean that is far off. */
  private Tensor rows(int count, Tensor directions, double rest) {
    return noise(count, (int) directions.size(0), 1)
        .matmul(directions)
        .add(noise(count, COLUMNS, rest))
        .add(noise(1, COLUMNS, 3));
  }

  private ProductBasis basis(Tensor a, Tensor b) {
    return Objects.requireNonNull(ProductBasis.of(arena, a, b, ERROR));
  }

  /** The root of the mean square difference of a left row's products, about their mean. */
  private static Tensor differences(Tensor a, Tensor b, ProductBasis basis) {
    Tensor exact = a.to(TensorType.FLOAT64).matmul(b.to(TensorType.FLOAT64).transpose(0, 1));
    Tensor near = basis.left(a).matmul(basis.right(b).transpose(0, 1)).to(TensorType.FLOAT64);
    Tensor difference = exact.sub(near);
    return difference.sub(difference.mean(1, true)).square().mean(1, false).sqrt();
  }

  @Test
  void rowsThatVaryInFewDirectionsBecomeNarrowAndKeepTheirProducts() {
    Tensor directions = noise(30, COLUMNS, 0.3);
    Tensor a = rows(700, directions, 1e-3);
    Tensor b = rows(1500, directions, 1e-3);
    ProductBasis basis = basis(a, b);
    assertThat(basis.left(a).size(1)).isEqualTo(32);
    assertThat(differences(a, b, basis).square().mean().sqrt().item()).isLessThan(ERROR);
  }

  @Test
  void theErrorThatItTellsIsTheErrorThatItMakes() {
    Tensor directions = noise(40, COLUMNS, 0.3);
    Tensor a = rows(700, directions, 0.02);
    Tensor b = rows(1500, directions, 0.02);
    ProductBasis basis = basis(a, b);
    Tensor made = differences(a, b, basis);
    double worst = made.max(false, 0).item();
    assertThat(made.square().mean().sqrt().item()).isLessThan(1.3 * ERROR).isPositive();
    assertThat(basis.worstError(a)).isCloseTo(worst, within(0.2 * worst));
  }

  @Test
  void rowsOfAnotherKindTellThatItIsNotMadeForThem() {
    Tensor directions = noise(20, COLUMNS, 0.3);
    Tensor a = rows(700, directions, 1e-3);
    ProductBasis basis = basis(a, rows(1500, noise(60, COLUMNS, 0.3), 0));
    assertThat(basis.worstError(a)).isLessThan(4 * ERROR);
    assertThat(basis.worstError(rows(700, noise(20, COLUMNS, 0.3), 0))).isGreaterThan(10 * ERROR);
  }

  @Test
  void aFewRowsOfAKindOfTheirOwnKeepTheirProductsToo() {
    Tensor directions = noise(20, COLUMNS, 0.3);
    Tensor own = noise(20, COLUMNS, 0.3);
    Tensor a = Tensors.cat(0, rows(1600, directions, 0), rows(3, own, 0).mul(0.05));
    Tensor b = Tensors.cat(0, rows(1000, directions, 0), rows(1000, own, 0));
    ProductBasis basis = basis(a, b);
    assertThat(basis.worstError(a)).isLessThan(4 * ERROR);
    assertThat(differences(a, b, basis).max(false, 0).item()).isLessThan(5 * ERROR);
  }

  @Test
  void rowsThatVaryInAllDirectionsHaveNone() {
    assertThat(ProductBasis.of(arena, noise(700, COLUMNS, 1), noise(1500, COLUMNS, 1), ERROR))
        .isNull();
  }

  @Test
  void narrowRowsHaveNone() {
    assertThat(ProductBasis.of(arena, noise(90, 32, 1), noise(90, 32, 1), ERROR)).isNull();
  }

  @Test
  void rowsThatAreAllTheSameHaveNone() {
    Tensor same = noise(1, COLUMNS, 1).expand(500, COLUMNS).contiguous();
    assertThat(ProductBasis.of(arena, noise(90, COLUMNS, 1), same, ERROR)).isNull();
  }

  @Test
  void whatIsNotFiniteHasNone() {
    float[] values = new float[300 * COLUMNS];
    Arrays.fill(values, Float.NaN);
    Tensor notFinite = Tensors.of(values, 300, COLUMNS);
    Tensor finite = noise(300, COLUMNS, 1);
    assertThat(ProductBasis.of(arena, notFinite, finite, ERROR)).isNull();
    assertThat(ProductBasis.of(arena, finite, notFinite, ERROR)).isNull();
  }

  @Test
  void itLeavesNothingInItsArena() {
    Tensor directions = noise(20, COLUMNS, 0.3);
    ProductBasis basis = basis(rows(700, directions, 0), rows(1500, directions, 0));
    assertThat(arena.size()).isPositive();
    basis.free();
    assertThat(arena.size()).isZero();
  }
}
