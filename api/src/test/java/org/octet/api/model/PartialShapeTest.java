package org.octet.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.octet.api.tensor.Shape;

class PartialShapeTest {
  @Provide
  Arbitrary<List<Dimension>> dimensions() {
    Arbitrary<Long> extent = Arbitraries.longs().between(0, 1L << 40);
    return Arbitraries.oneOf(
            extent.map(Dimension::of),
            Arbitraries.just(Dimension.DYNAMIC),
            extent.map(low -> new Dimension(low, low + 5)),
            extent.map(low -> new Dimension(low, -1)))
        .list()
        .ofMaxSize(6);
  }

  @Property(seed = "1")
  void readsWhatItWrites(@ForAll("dimensions") List<Dimension> dimensions) {
    PartialShape shape = PartialShape.of(dimensions);
    assertThat(PartialShape.parse(shape.toString())).isEqualTo(shape);
  }

  @Test
  void aDynamicRankIsNoScalar() {
    assertThat(PartialShape.parse("...").hasRank()).isFalse();
    assertThat(PartialShape.parse("").rank()).isZero();
    assertThat(PartialShape.parse("").toShape()).contains(Shape.of());
  }

  @Test
  void acceptsWhatFitsItsIntervals() {
    PartialShape shape = PartialShape.parse("?,3,1..8");
    assertThat(shape.accepts(Shape.of(7, 3, 8))).isTrue();
    assertThat(shape.accepts(Shape.of(7, 3, 9))).isFalse();
    assertThat(shape.accepts(Shape.of(7, 4, 8))).isFalse();
    assertThat(shape.accepts(Shape.of(3, 8))).isFalse();
    assertThat(shape.toShape()).isEmpty();
  }

  @Test
  void refusesWhatIsNoShape() {
    for (String text : List.of("a", "1,,2", "5..2", "-2", "1,")) {
      assertThatThrownBy(() -> PartialShape.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
