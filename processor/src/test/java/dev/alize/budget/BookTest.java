package dev.alize.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.schemas.BudgetBook;
import dev.alize.schemas.BudgetClaim;
import dev.alize.schemas.BudgetGrant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BookTest {
    private static final String ACCOUNT = Account.name(Unit.TOKENS, Period.MONTH, 0, "acme", "large");

    private final Book book = new Book(ACCOUNT, BudgetBook.newBuilder().build());

    private static BudgetClaim.Builder claim(int partition, long number, long limit) {
        return BudgetClaim.newBuilder()
                .setAccount(ACCOUNT)
                .setPartition(partition)
                .setNumber(number)
                .setLimit(limit)
                .setGranted(0)
                .setReturned(0)
                .setSpent(0)
                .setReserved(0)
                .setNeeded(0)
                .setWanted(0);
    }

    private static long granted(List<BudgetGrant> grants, int partition) {
        return grants.stream()
                .filter(grant -> grant.getPartition() == partition)
                .mapToLong(BudgetGrant::getGranted)
                .max()
                .orElse(0);
    }

    @Test
    void grantsWhatIsNeededAndPartOfTheRest() {
        long granted = granted(
                book.claim(claim(0, 1, 1_000).setNeeded(100).setWanted(100).build()), 0);
        assertThat(granted).isBetween(100L, 400L);
    }

    @Test
    void answersARepeatedClaimAsBeforeAndGrantsNothingTwice() {
        BudgetClaim claim = claim(0, 1, 1_000).setNeeded(100).setWanted(100).build();
        long first = granted(book.claim(claim), 0);
        assertThat(granted(book.claim(claim), 0)).isEqualTo(first);
    }

    @Test
    void grantsNoMoreThanTheLimitToAllTogether() {
        long sum = 0;
        for (int partition = 0; partition < 20; partition++) {
            sum += granted(
                    book.claim(claim(partition, 1, 1_000)
                            .setNeeded(120)
                            .setWanted(500)
                            .build()),
                    partition);
        }
        assertThat(sum).isLessThanOrEqualTo(1_000);
        assertThat(book.row().getScarce()).isTrue();
    }

    @Test
    void aLoweredLimitHoldsFromTheNextClaimOn() {
        var unused = book.claim(claim(0, 1, 1_000).setNeeded(100).setWanted(100).build());
        List<BudgetGrant> grants =
                book.claim(claim(1, 1, 50).setNeeded(40).setWanted(40).build());
        assertThat(granted(grants, 1)).isZero();
        assertThat(book.row().getScarce()).isTrue();
    }

    @Test
    void aPartitionThatDoesNotKnowTheLimitDoesNotChangeIt() {
        var first = book.claim(claim(0, 1, 1_000).setNeeded(100).setWanted(100).build());
        var second = book.claim(claim(1, 1, 0).setSpent(10).build());
        assertThat(first).isNotEmpty();
        assertThat(second).isNotNull();
        assertThat(book.row().getLimit()).isEqualTo(1_000);
    }

    @Test
    void aPartitionThatLostItsMemoryIsToldWhatItHasAndTellsWhatItSpentSince() {
        var unused = book.claim(
                claim(0, 7, 1_000).setSpent(60).setNeeded(100).setWanted(100).build());
        Leases forgetful = new Leases(0, Leases.Store.NONE);
        forgetful.of(ACCOUNT, 1_000).settle(0, 90);
        List<BudgetClaim> claims = new ArrayList<>();
        forgetful.claims(10_000, claims::add);
        claims.forEach(claim -> book.claim(claim).forEach(forgetful::grant));
        claims.clear();
        forgetful.claims(20_000, claims::add);
        assertThat(claims).hasSize(1);
        assertThat(claims.getFirst().getNumber()).isEqualTo(8);
        assertThat(claims.getFirst().getSpent()).isEqualTo(90);
    }

    @Test
    void accountsEndWithTheirPeriodsAndForeignNamesAreNone() {
        assertThat(ACCOUNT).isEqualTo("tokens/1970-01/acme/large");
        assertThat(Account.endsAt(ACCOUNT)).isEqualTo(31L * 86_400_000);
        assertThat(Account.period(ACCOUNT)).isEqualTo(Period.MONTH);
        String usd = Account.name(Unit.USD, Period.DAY, 86_399_999, "a/b", "m#1");
        assertThat(usd).isEqualTo("usd/1970-01-01/a%2Fb/m%231");
        assertThat(Account.endsAt(usd)).isEqualTo(86_400_000);
        assertThat(Account.name(Unit.USD, Period.DAY, 86_400_000, "a", null)).isEqualTo("usd/1970-01-02/a");
        assertThat(List.of("usd/1970-13/a", "eur/1970-01/a", "usd/1970-01", "", "usd/1970-02-30/a"))
                .noneMatch(Account::isOne);
    }
}
