package dev.allotrope.carbon.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

class ErrorAnswersTest {
    private final ErrorAnswers answers =
            new ErrorAnswers(new StaticListableBeanFactory().getBeanProvider(RequestMappingHandlerMapping.class));

    @ParameterizedTest
    @CsvSource({",503", "08006,503", "23505,500"})
    void a_transaction_that_cannot_be_ended_is_the_databases_fault_when_it_is_lost(@Nullable String state, int status) {
        var unended = new TransactionSystemException("JDBC rollback failed", new SQLException("closed", state));

        assertThat(answers.unended(unended).getStatusCode().value()).isEqualTo(status);
    }

    @Test
    void a_transaction_that_ends_wrongly_for_another_reason_is_ours() {
        assertThat(answers.unended(new TransactionSystemException("a resource failed"))
                        .getStatusCode()
                        .value())
                .isEqualTo(500);
    }
}
