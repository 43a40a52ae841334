package io.rollcall.loadbalancer.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeptTablesTest {
    private final KeptTables tables = new KeptTables();
    private final AtomicInteger built = new AtomicInteger();

    private Integer table(Object options, String ids, double... weights) {
        return tables.get(Integer.class, options, ids.split(","), weights, built::incrementAndGet);
    }

    @Test
    void isBuiltOnceForTheSameMembers() {
        assertThat(table("o", "a,b", 1, 1)).isEqualTo(table("o", "a,b", 1, 1));
        assertThat(built).hasValue(1);
    }

    @Test
    void isBuiltAnewForOtherMembersWeightsAndOptions() {
        table("o", "a,b", 1, 1);
        table("o", "a,c", 1, 1);
        table("o", "a,c", 1, 2);
        table("p", "a,c", 1, 2);

        assertThat(built).hasValue(4);
    }

    @Test
    void theOneBeforeIsStillThereAndTheOneBeforeThatIsNot() {
        Integer first = table("o", "a,b", 1, 1);
        table("o", "a", 1);
        assertThat(table("o", "a,b", 1, 1)).isEqualTo(first);
        assertThat(built).hasValue(2);

        table("o", "b", 1);
        table("o", "a", 1);
        assertThat(built).hasValue(4);
    }
}
